import assert from "node:assert/strict";
import { test } from "node:test";
import { command } from "./number.ts";

async function run(args: readonly string[], stdin = "") {
  const out: Record<string, unknown>[] = [];
  const io = { out: (result: object) => void out.push({ ...result }), note: () => undefined, stdin: async () => stdin };
  const code = await command.run(args, io);
  return { code, out };
}

test("a line for each value, in their order, with kind, value, validity, reason and other readings", async () => {
  const { code, out } = await run([
    "--outside-line",
    "0",
    "--extension-length",
    "4",
    "--date",
    "2026-06-01",
    "00701740605",
    "900101-9802",
    "1294",
    "0406280404",
  ]);
  assert.equal(code, 0);
  assert.deepEqual(
    out.map(({ input, kind, value, valid }) => [input, kind, value, valid]),
    [
      ["00701740605", "national_after_outside_line", "+46701740605", true],
      ["900101-9802", "ssn", "199001019802", true],
      ["1294", "extension", null, true],
      ["0406280404", "national", "+46406280404", true],
    ],
  );
  assert.deepEqual(out[3]?.["also"], [{ kind: "ssn", value: "200406280404" }]);
  assert.deepEqual(Object.keys(out[0] ?? {}), ["input", "kind", "value", "valid", "reason", "also"]);
});

test("a number that is none says why", async () => {
  const { out } = await run(["20231301-1234", "857209-0606", "hello"]);
  for (const { valid, value, reason } of out) {
    assert.equal(valid, false);
    assert.equal(value, null);
    assert.match(String(reason), /\w{3}/);
  }
});

test("values come from standard input too, one a line, and keep out of the shell's history", async () => {
  const { out } = await run(["--country", "us", "-"], "4085151111\n911");
  assert.deepEqual(
    out.map(({ kind, value }) => [kind, value]),
    [
      ["national", "+14085151111"],
      ["emergency", null],
    ],
  );
});

test("wrong usage is refused before anything is read", async () => {
  for (const args of [[], ["--extension-length", "many", "112"], ["--date", "yesterday", "112"], ["--unknown", "1"]]) {
    await assert.rejects(run(args), { name: "UsageError" });
  }
});
