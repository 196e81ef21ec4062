import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { UsageError } from "../command.ts";
import { command } from "./keys.ts";

async function keys(...args: string[]): Promise<{ results: Record<string, unknown>[]; notes: string }> {
  const results: Record<string, unknown>[] = [];
  const notes: string[] = [];
  await command.run(args, {
    out: (result) => void results.push({ ...result }),
    note: (text) => void notes.push(text),
    stdin: async () => "",
  });
  return { results, notes: notes.join("\n") };
}

test("keys are shown, made anew for one company, the root key alone and for all, and the sheet goes to a file of its own", async (t) => {
  const f = await openPrivacyFixture(t);
  const { home } = f.db;
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });
  const kid = async () => (await keys("status")).results[0]?.["rootKid"];
  const first = await kid();
  const sheet = join(home, "sheet.txt");
  assert.match((await keys("escrow", "--file", sheet)).notes, /Print it/);
  assert.equal(statSync(sheet).mode & 0o777, 0o600);
  const secret = (JSON.parse(readFileSync(join(home, "secrets/root.jwk"), "utf8")) as { k: string }).k;
  assert.ok(readFileSync(sheet, "utf8").includes(secret));
  await assert.rejects(keys("escrow", "--file", sheet), UsageError);

  assert.equal((await keys("rotate", "--company", "ekbacken")).results[0]?.["company"], "ekbacken");
  assert.equal(await kid(), first);
  await keys("rotate", "--root");
  assert.notEqual(await kid(), first);
  const done = await keys("generation");
  assert.deepEqual([done.results[0]?.["number"], done.results[0]?.["companies"]], [2, 1]);
  const status = await keys("status");
  assert.match(status.notes, /sheet is of a root key that has been destroyed/);
  for (const { results, notes } of [done, status]) assert.ok(!`${JSON.stringify(results)}${notes}`.includes(secret));
  for (const args of [["rotate"], ["rotate", "--root", "--company", "a"], ["escrow"], [], ["make"]])
    await assert.rejects(keys(...args), UsageError, args.join(" "));
  await assert.rejects(keys("rotate", "--company", "nobody-has-this"), { code: "not-found" });
});
