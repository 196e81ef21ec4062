import assert from "node:assert/strict";
import { test } from "node:test";
import { alsoKeep } from "../../log.ts";
import { ErrorAllowance, noteBrowserError } from "./browser-error.ts";

test("nothing that somebody typed reaches the browsers' log, whatever a page sends", (t) => {
  const lines: string[] = [];
  t.mock.method(process.stdout, "write", () => true);
  alsoKeep((line) => lines.push(line));
  const number = "070-174 06 05";
  const sent = { kind: "error", page: `/data?number=${number}`, class: `Error ${number}`, release: number };
  assert.equal(noteBrowserError(sent, `Mozilla ${number} Firefox/140`, "1.2.3"), true);
  assert.equal(noteBrowserError({ ...sent, message: number }, "", "1.2.3"), false);
  assert.equal(noteBrowserError({ kind: number }, "", "1.2.3"), false);
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.deepEqual(
    { ...line, at: "" },
    {
      at: "",
      level: "warn",
      from: "browser",
      event: "page.failed",
      kind: "error",
      page: "/",
      class: "other",
      sameRelease: false,
      browser: "firefox",
      device: "desk",
    },
  );
});

test("a page in a loop is let through ten times a minute, and all together three hundred times", () => {
  let now = 0;
  const allowance = new ErrorAllowance(() => now);
  const taken = (session: string, times: number) =>
    Array.from({ length: times }, () => allowance.take(session)).filter(Boolean).length;
  assert.equal(taken("one", 50), 10);
  let all = 10;
  for (let i = 0; i < 100; i++) all += taken(`s${i}`, 10);
  assert.equal(all, 300);
  now = 60_000;
  assert.equal(taken("one", 50), 10);
});
