import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { test } from "node:test";
import { sayHere } from "./command-line-fixture.ts";
import { type Io, parseArgs, required, secretValue, UsageError } from "./command.ts";

const GALLRA = resolve(import.meta.dirname, "gallra.mjs");

function gallra(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done, failed) => {
    // From another folder: the command line is installed once and used anywhere.
    const child = spawn(process.execPath, [GALLRA, ...words], { cwd: tmpdir(), stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

test("without a command the overview goes to stderr with exit code 2, and asked for help it is 0", async () => {
  const bare = await gallra();
  assert.deepEqual([bare.code, bare.stdout], [2, ""]);
  assert.match(bare.stderr, /\n {2}number +\S/);
  assert.equal((await sayHere(["--help"])).code, 0);
});

test("a command tells its usage when asked for help, whatever words stand before, and does nothing", async () => {
  for (const words of [
    ["number"],
    ["source"],
    ["source", "add"],
    ["permit", "folder"],
    ["source", "add", "--company", "prov"],
  ]) {
    for (const help of ["--help", "-h"]) {
      const outcome = await sayHere([...words, help]);
      assert.deepEqual([outcome.code, outcome.stdout], [0, ""], words.join(" "));
      assert.match(outcome.stderr, new RegExp(`^gallra ${words[0]} `));
    }
  }
  assert.equal((await sayHere(["number", "--", "--help"])).code, 0, "what follows -- is no option");
  assert.doesNotMatch((await sayHere(["number", "--", "--help"])).stderr, /^gallra number /);
});

test("an unknown command and a wrong option are wrong usage: exit code 2, nothing on stdout", async () => {
  for (const words of [["nonsense"], ["../gallra"], ["number", "--no-such-option"], ["gallra.test"]]) {
    const outcome = await (words[0] === "number" ? gallra(...words) : sayHere(words));
    assert.deepEqual([outcome.code, outcome.stdout], [2, ""], words.join(" "));
    assert.notEqual(outcome.stderr, "");
  }
});

test("a result is one JSON object a line on stdout, and -- ends options", async () => {
  const outcome = await gallra("number", "--", "070-174 06 05", "-5");
  assert.equal(outcome.code, 0, outcome.stderr);
  const lines = outcome.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { input: string });
  assert.deepEqual(
    lines.map((line) => line.input),
    ["070-174 06 05", "-5"],
  );
});

test("a command refused for a reason says it on stderr with exit code 1 and no stack", async () => {
  const outcome = await gallra("parse", "--driver", "no-such-driver", "/nowhere/at/all");
  assert.notEqual(outcome.code, 0);
  assert.equal(outcome.stdout, "");
  assert.doesNotMatch(outcome.stderr, /\n\s+at /);
});

test("options are strict, a missing one is named, and an identifier given as an argument brings a warning", async () => {
  assert.throws(() => parseArgs(["--colour"], { color: { type: "boolean" } }), UsageError);
  assert.deepEqual(parseArgs(["add", "--slug", "x"], { slug: { type: "string" } }).positionals, ["add"]);
  assert.throws(() => required(undefined, "company"), /--company is missing/);
  const notes: string[] = [];
  const io: Io = { out: () => undefined, note: (text) => notes.push(text), stdin: async () => " 070-174 06 05 " };
  assert.equal(await secretValue("-", io), "070-174 06 05");
  assert.equal(notes.length, 0);
  assert.equal(await secretValue("070-174 06 05", io), "070-174 06 05");
  assert.match(notes[0] ?? "", /history/);
});
