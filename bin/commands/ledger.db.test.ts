import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { createCompanyKeys, createSecrets, openIntent, openKeyring, resolveSubjects } from "#server/keyring/index.ts";
import { wanted } from "#server/keyring/test-keyring.ts";
import { UsageError } from "../command.ts";
import { command } from "./ledger.ts";

async function verify(...args: string[]): Promise<{ code: number; result: Record<string, unknown>; notes: string[] }> {
  const results: Record<string, unknown>[] = [];
  const notes: string[] = [];
  const io = {
    out: (result: object) => results.push({ ...result }),
    note: (text: string) => notes.push(text),
    stdin: async () => "",
  };
  const code = await command.run(["verify", ...args], {
    ...io,
    out: (result) => void io.out(result),
    note: (text) => void io.note(text),
  });
  return { code, result: results[0] ?? {}, notes };
}

test("ledger verify says 0 for a whole ledger, and 1 with the line for a changed or a cut one", async (t) => {
  const database = await openTestDatabase(t);
  const { rootKey, signing } = await createSecrets(database.home);
  const ledgerDir = join(database.home, "ledger");
  const sql = { web: database.keyring("web"), ingest: database.keyring("ingest") };
  const k = await openKeyring({ sql, rootKey, signing, ledgerDir });
  await createCompanyKeys(k, 1);
  for (let n = 5; n < 8; n++) {
    const [one] = await resolveSubjects(k, 1, [wanted(`+4670174060${n}`)]);
    const subjectIds = [one?.subjectId ?? Buffer.alloc(16)];
    await openIntent(k, 1, {
      intentId: randomUUID(),
      subjectIds,
      watermarks: [],
      before: new Date(),
      until: "2027-06-15",
    });
  }
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = database.home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });

  const whole = await verify();
  assert.deepEqual(
    [whole.code, whole.result["entries"], whole.result["keyPinned"], whole.result["comparedWithKeyring"]],
    [0, 3, true, true],
  );

  const file = join(ledgerDir, "ledger.jsonl");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  writeFileSync(file, `${lines.with(1, (lines[1] ?? "").replace('"companyId":1', '"companyId":2')).join("\n")}\n`);
  const changed = await verify();
  assert.equal(changed.code, 1);
  assert.match(changed.notes.join(" "), /Line 2: the entry was changed/);
  writeFileSync(file, `${lines.slice(0, 2).join("\n")}\n`);
  assert.match((await verify()).notes.join(" "), /cut off/);
  assert.equal((await verify("--folder", join(database.home, "nowhere"))).code, 1);
  process.env["GALLRA_HOME"] = join(database.home, "nowhere");
  const unstarted = await verify();
  assert.deepEqual([unstarted.code, unstarted.result], [1, {}]);
  await assert.rejects(
    command.run(["check"], { out: () => undefined, note: () => undefined, stdin: async () => "" }),
    UsageError,
  );
});
