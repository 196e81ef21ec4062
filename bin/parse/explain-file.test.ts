import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Io, UsageError } from "../command.ts";
import { command } from "../commands/parse.ts";

const folder = mkdtempSync(join(tmpdir(), "layout-"));
after(() => rmSync(folder, { recursive: true }));

const layoutFile = fileOf(
  "layout.json",
  JSON.stringify({
    kind: "fixed-position",
    fields: { date: [1, 8], clock: [10, 14], minutes: [16, 18], from: [20, 30], to: [32, 40] },
    "not calls": [{ when: [{ field: "line", "begins with": "--" }], because: "a rule between pages" }],
    time: [{ of: "start", date: "date", clock: "clock", format: "dmy" }],
    duration: { field: "minutes", format: "minutes" },
    direction: { "by sides": true },
    values: [
      { role: "calling", from: "from" },
      { role: "called", from: "to" },
    ],
  }),
);
const calls = fileOf("calls.txt", ["02.03.26 08:15   1 0701740605  204", "--------", "damage"].join("\n"));

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function parse(...args: string[]) {
  const results: Record<string, unknown>[] = [];
  const notes: string[] = [];
  const io: Io = {
    out: (result) => void results.push({ ...result }),
    note: (text) => void notes.push(text),
    stdin: () => Promise.resolve(""),
  };
  return { code: await command.run(args, io), results, notes };
}

test("a layout's file reads calls without naming a driver", async () => {
  const { code, results, notes } = await parse("--layout", layoutFile, calls);
  assert.equal(code, 0);
  const { startedAt, durationSeconds, direction, callingE164 } = results[0] ?? {};
  assert.deepEqual(
    [startedAt, durationSeconds, direction, callingE164],
    ["2026-03-02T07:15:00.000Z", 60, "in", "+46701740605"],
  );
  assert.deepEqual(notes, ["records=1 undefined=1"]);
});

test("--explain says of every line what it became and why", async () => {
  const { results } = await parse("--layout", layoutFile, "--explain", calls);
  assert.deepEqual(
    results.map(({ line, became, reason }) => [line, became, reason]),
    [
      [1, "records", null],
      [2, "nothing", "a rule between pages"],
      [3, "undefined", "time: there is none"],
    ],
  );
});

test("a layout that is missing or wrong is wrong usage, with what to correct", async () => {
  const wrong = fileOf("wrong.json", "{}");
  await assert.rejects(
    parse("--layout", wrong, calls),
    (error) => error instanceof UsageError && /kind/.test(error.message),
  );
  await assert.rejects(parse("--layout", join(folder, "no"), calls), UsageError);
  await assert.rejects(parse("--driver", "delimited", "--explain", calls), UsageError);
});
