import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { openDailyLog } from "./daily-log.ts";
import { sweepLogs } from "./sweep-logs.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-11-12T12:00:00Z");

function scratch(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), "gallra-logs-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const time = { now: new Date(START) };
  return { home, folder: join(home, "logs"), time, clock: () => time.now };
}

function textOf(folder: string): string {
  return readdirSync(folder)
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      return file.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
    })
    .join("");
}

test("played over ten days, every line is kept once for seven days, packed after its own day, and then gone", async (t) => {
  const { home, folder, time, clock } = scratch(t);
  const log = openDailyLog(home, "web", { clock });
  for (let day = 0; day < 10; day++) {
    time.now = new Date(START + day * DAY_MS);
    log.write([`{"line":"planted-${day}"}`]);
    // The file was last written on its own day, as it would have been.
    utimesSync(log.file(), time.now, time.now);
    await sweepLogs(home, time.now);
    const text = textOf(folder);
    for (let planted = 0; planted <= day; planted++) {
      const times = text.split(`"planted-${planted}"`).length - 1;
      assert.equal(times, day - planted < 7 ? 1 : 0, `line ${planted} on day ${day}`);
    }
    const plain = readdirSync(folder).filter((file) => file.endsWith(".log"));
    assert.deepEqual(plain, [`web-${time.now.toISOString().slice(0, 10)}.log`]);
    for (const file of readdirSync(folder)) assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
  }
  assert.equal(log.lost, 0);
});

test("after days of standstill the first sweep removes what is over, packed or not, of every service", async (t) => {
  const { home, folder } = scratch(t);
  mkdirSync(folder);
  for (const name of ["web-2026-11-01.log", "worker-2026-11-02.log.gz", "browser-2026-11-03.2.log", "web.log.1"]) {
    writeFileSync(join(folder, name), "old");
    utimesSync(join(folder, name), new Date("2026-11-03T00:00:00Z"), new Date("2026-11-03T00:00:00Z"));
  }
  writeFileSync(join(folder, "notes.txt"), "not ours");
  await sweepLogs(home, new Date("2026-11-22T00:00:00Z"));
  assert.deepEqual(readdirSync(folder), ["notes.txt"]);
});

test("a kill in the middle of packing loses no line and doubles none", async (t) => {
  const { home, folder } = scratch(t);
  mkdirSync(folder);
  const old = new Date("2026-11-20T23:59:00Z");
  const plain = join(folder, "web-2026-11-20.log");
  writeFileSync(plain, "one line\n");
  utimesSync(plain, old, old);
  writeFileSync(join(folder, "web-2026-11-20.log.gz.999999.half"), "half");
  const now = new Date("2026-11-22T00:00:00Z");
  await sweepLogs(home, now);
  assert.deepEqual(readdirSync(folder), ["web-2026-11-20.log.gz"]);
  // Killed between the packed file's appearance and the plain one's end.
  writeFileSync(plain, "one line\n");
  utimesSync(plain, old, old);
  await sweepLogs(home, now);
  assert.deepEqual(readdirSync(folder), ["web-2026-11-20.log.gz"]);
  assert.equal(textOf(folder), "one line\n");
});

test("a clock that jumps back overwrites nothing, and files of days to come do not live for ever", async (t) => {
  const { home, folder, time, clock } = scratch(t);
  const log = openDailyLog(home, "web", { clock });
  log.write(["first"]);
  utimesSync(log.file(), time.now, time.now);
  time.now = new Date(START + DAY_MS);
  log.write(["second"]);
  await sweepLogs(home, time.now);
  time.now = new Date(START);
  log.write(["third"]);
  assert.deepEqual(readdirSync(folder), ["web-2026-11-12.2.log", "web-2026-11-12.log.gz", "web-2026-11-13.log"]);
  writeFileSync(join(folder, "web-2031-01-01.log"), "from a wrong year\n");
  await sweepLogs(home, time.now);
  assert.match(readdirSync(folder).join(), /web-2026-11-12\.3\.log/);
  for (const file of readdirSync(folder)) utimesSync(join(folder, file), time.now, time.now);
  await sweepLogs(home, new Date(START + 6 * DAY_MS));
  assert.equal(textOf(folder).split("\n").filter(Boolean).sort().join(), "first,from a wrong year,second,third");
  await sweepLogs(home, new Date(START + 8 * DAY_MS));
  assert.deepEqual(readdirSync(folder), []);
});

test("a flood is counted, not written, and errors still find room", (t) => {
  const { home, folder, time, clock } = scratch(t);
  const log = openDailyLog(home, "web", { clock, dayBytes: 20_000 });
  for (let i = 0; i < 1_000; i++) log.write([`{"level":"info","line":"${"x".repeat(80)}"}`]);
  log.write(['{"level":"error","event":"worse"}']);
  assert.ok(log.lost > 700, String(log.lost));
  time.now = new Date(START + 61_000);
  log.write(['{"level":"info"}']);
  const text = textOf(folder);
  assert.match(text, /worse/);
  assert.match(text, /"log\.lines-lost","lines":\d+/);
  assert.ok(Buffer.byteLength(text) < 21_000);
});

test("a line that a full disk breaks off in the middle spoils no other: the next one begins on a line of its own", async (t) => {
  const { home, folder } = scratch(t);
  const script = join(home, "fill.ts");
  // A file that may not grow is what a full disk is: the first half is written, the other is refused.
  writeFileSync(
    script,
    `import { execFileSync } from "node:child_process";
     import { openDailyLog } from ${JSON.stringify(new URL("daily-log.ts", import.meta.url).href)};
     const log = openDailyLog(process.argv[2], "web");
     log.write(['{"event":"first"}']);
     log.write([\`{"event":"broken","x":"\${"x".repeat(8_000)}"}\`]);
     execFileSync("prlimit", ["--pid", String(process.pid), "--fsize=unlimited"]);
     log.write(['{"event":"next"}']);
     console.log(log.lost);`,
  );
  const limited = `ulimit -S -f 4; exec "$0" "$@"`;
  const told = execFileSync("sh", ["-c", limited, process.execPath, script, home], { encoding: "utf8" });
  assert.equal(told.trim(), "1");
  const lines = textOf(folder).trimEnd().split("\n");
  assert.ok((lines[1]?.length ?? 0) > 500 && lines[1]?.endsWith("x"), "it was broken off in the middle");
  assert.deepEqual(
    lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line).event),
    ["first", "next"],
  );
  assert.equal(lines.length, 3);
});

test("a full disk is no error to whoever writes", (t) => {
  const { home, folder, time, clock } = scratch(t);
  mkdirSync(folder);
  symlinkSync("/dev/full", join(folder, "web-2026-11-12.log"));
  const log = openDailyLog(home, "web", { clock });
  log.write(["lost", "lost too"]);
  assert.equal(log.lost, 2);
  rmSync(join(folder, "web-2026-11-12.log"));
  time.now = new Date(START + 61_000);
  log.write(["kept"]);
  chmodSync(folder, 0o700);
  assert.match(textOf(folder), /kept\n.*"lines":2/);
});
