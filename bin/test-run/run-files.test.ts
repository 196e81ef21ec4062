import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { scratch } from "../supervise/start-fixture.ts";
import { LONG } from "./plan.ts";
import type { Tally } from "./tally.ts";
import type { Limits } from "./watch-process.ts";

const HEAD = 'import assert from "node:assert/strict";\nimport { after, before, describe, test } from "node:test";\n';

/** Runs the given test files in a process of their own, as `npm test` does, and answers what it counted and printed. */
async function runAll(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  limits: Limits = { longestMs: 60_000, mostBytes: 1_000_000_000 },
): Promise<{ tally: Tally; printed: string }> {
  const root = scratch(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), HEAD + text);
  const script = join(root, "run.ts");
  writeFileSync(
    script,
    `import { runFiles } from ${JSON.stringify(join(import.meta.dirname, "run-files.ts"))};
const tally = { passed: 0, failed: 0, skipped: 0 };
const limits = ${JSON.stringify(limits)};
await runFiles(${JSON.stringify(root)}, [{ files: ${JSON.stringify(Object.keys(files))}, beside: 2, most: 2, limits }], tally);
console.log("TALLY " + JSON.stringify(tally));
`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const printed = await new Promise<string>((done, failed) => {
    const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once("error", failed);
    child.once("close", () => done(text));
  });
  return { tally: JSON.parse(/TALLY (.*)/.exec(printed)?.[1] ?? "null") as Tally, printed };
}

test("passed, failed and skipped tests are counted once each, in suites and subtests too", async (t) => {
  const { tally, printed } = await runAll(t, {
    "a.test.ts": `test("one holds", () => {});
test("two breaks", () => assert.equal(1, 2));
test("three waits", { skip: "no printer here" }, () => {});
describe("a suite", () => { test("four holds", () => {}); test("five breaks", () => assert.fail("said so")); });
test("parent", async (t) => { await t.test("six holds", () => {}); await t.test("seven breaks", () => assert.ok(false)); });
`,
  });
  assert.deepEqual(tally, { passed: 3, failed: 3, skipped: 1 });
  assert.match(printed, /FAIL {2}a\.test\.ts: five breaks\n +.*said so/);
  assert.match(printed, /skip {2}a\.test\.ts: three waits \(no printer here\)/);
  assert.match(printed, /Failed:\n(.*\n)*.*two breaks/);
});

test("a file that does not load, ends early, throws late or whose hook breaks is a failure, never a silence", async (t) => {
  const broken = {
    "load.test.ts": 'import "./no-such-file.ts";\n',
    "early.test.ts":
      'test("never ends", async () => { setTimeout(() => process.exit(0), 20); await new Promise(() => {}); });\nsetInterval(() => {}, 1000);\n',
    "late.test.ts": 'test("looks fine", () => { setTimeout(() => { throw new Error("afterwards"); }, 10); });\n',
    "hook.test.ts": 'before(() => { throw new Error("no scene"); });\ntest("has no scene", () => {});\n',
    "code.test.ts": 'test("holds", () => {});\nafter(() => process.exit(3));\n',
  };
  for (const [name, text] of Object.entries(broken)) {
    const { tally, printed } = await runAll(t, { [name]: text, "fine.test.ts": 'test("holds", () => {});\n' });
    assert.ok(tally.failed >= 1, `${name} was not counted as failed:\n${printed}`);
    assert.match(printed, new RegExp(`FAIL  ${name.replace(".", "\\.")}`), printed);
    assert.match(printed, /ok {4}fine\.test\.ts/);
  }
});

test("a file without end is stopped by its time or its memory, says what it did last, and the others go on", async (t) => {
  const endless = {
    "loop.test.ts":
      'process.on("SIGTERM", () => {});\ntest("turns in circles", () => { console.log("round and round"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); });\n',
    "eats.test.ts":
      'test("keeps everything", async () => { const all = []; for (;;) { all.push(Buffer.alloc(16_000_000, 1)); await new Promise((done) => setTimeout(done, 5)); } });\n',
    "fine.test.ts": 'test("holds", () => {});\n',
  };
  const { tally, printed } = await runAll(t, endless, { longestMs: 10_000, mostBytes: 500_000_000 });
  assert.deepEqual(tally, { passed: 1, failed: 2, skipped: 0 }, printed);
  assert.match(printed, /FAIL {2}loop\.test\.ts: its time and memory\n +It was stopped after 10 s\.\n/);
  assert.match(printed, /What it printed last:\n +round and round/);
  if (process.platform === "linux")
    assert.match(
      printed,
      /FAIL {2}eats\.test\.ts: .*\n +It was stopped when it held 500 MB of memory\.\n +It had not ended: keeps everything/,
    );
});

test("what is said to take long exists", () => {
  const root = resolve(import.meta.dirname, "../..");
  assert.deepEqual(
    LONG.filter((file) => !existsSync(join(root, file))),
    [],
  );
});
