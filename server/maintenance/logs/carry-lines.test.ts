import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { carryPostgresLog } from "./carry-lines.ts";
import { openDailyLog } from "./daily-log.ts";

test("a server's own log is taken over once, cleaned of what was typed, and removed there after a day", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-carry-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, "log");
  mkdirSync(folder);
  const file = join(folder, "postgres-Sun.log");
  writeFileSync(
    file,
    '2026-11-22 04:05:06.789 UTC [7] ERROR:  invalid input syntax for type uuid: "Agnes Ek 070-174 06 05"\n2026-11-22 04:0',
  );
  const to = openDailyLog(home, "postgres-data");
  const now = new Date();
  const carry = (at = now) => carryPostgresLog(home, "postgres-data", folder, to, at);
  await carry();
  await carry();
  appendFileSync(file, '5:07.000 UTC [7] FATAL:  role "gallra_web" 0701740605\n');
  await carry();
  const lines = readFileSync(to.file(), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
  assert.deepEqual(
    lines.map(({ at, level, text }) => [at, level, text]),
    [
      ["2026-11-22T04:05:06.789Z", "error", 'invalid input syntax for type uuid: "..."'],
      ["2026-11-22T04:05:07.000Z", "error", 'role "gallra_web" [number]'],
    ],
  );
  utimesSync(file, new Date(now.getTime() - 2 * 86_400_000), new Date(now.getTime() - 2 * 86_400_000));
  await carry();
  assert.equal(existsSync(file), false);
});
