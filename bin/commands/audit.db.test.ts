import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { exportAudit } from "#server/audit/index.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { appendAudit } from "#server/store/index.ts";
import { UsageError } from "../command.ts";
import { command } from "./audit.ts";

async function run(...args: string[]) {
  const results: Record<string, unknown>[] = [];
  const notes: string[] = [];
  const io = {
    out: (result: object) => void results.push({ ...result }),
    note: (text: string) => void notes.push(text),
    stdin: async () => "",
  };
  const code = await command.run(args, io);
  return { code, results, notes: notes.join(" ") };
}

async function openHome(t: TestContext) {
  const fixture = await openPrivacyFixture(t);
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = fixture.db.home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });
  const none = { actorId: null, subjectPseudonym: null, purpose: null, ip: null, detail: {} };
  const write = (count: number) =>
    withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => {
      const entry = {
        ...none,
        companyId: fixture.companyId,
        at: fixture.time.now,
        actor: "Åsa",
        action: "data.search",
      };
      for (let n = 0; n < count; n++) await appendAudit(tx, entry);
    });
  return { ...fixture, write };
}

test("audit verify says 0 for unbroken audits and 1 with the entry for a changed one, and a copy of the heads finds a cut", async (t) => {
  const { db, companyId, write } = await openHome(t);
  await write(8);
  assert.deepEqual((await run("head")).results, [
    { company: null, signed: false, refused: false },
    { company: "ekbacken", signed: true, refused: false },
  ]);
  const whole = await run("verify");
  assert.equal(whole.code, 0);
  assert.deepEqual(
    whole.results.map(({ company, ok, rows, heads }) => [company, ok, rows, heads]),
    [
      [null, true, 0, 0],
      ["ekbacken", true, 8, 1],
    ],
  );
  const copy = join(db.home, "copy");
  cpSync(join(db.home, "audit-heads"), copy, { recursive: true });
  rmSync(join(db.home, "audit-heads"), { recursive: true });
  await withCompany(db.data("owner"), companyId, async (tx) => {
    await tx`delete from data.audit where seq > 5`;
    await tx`update data.audit_head h set seq = 5, hash = (select a.hash from data.audit a where a.seq = 5)`;
  });
  assert.equal((await run("verify", "--company", "ekbacken")).code, 0, "the heads here are gone too");
  const cut = await run("verify", "--company", "ekbacken", "--heads", copy);
  assert.deepEqual([cut.code, cut.results[0]?.["problem"]], [1, { kind: "truncated", seq: 6, after: 5 }]);
  await withCompany(db.data("owner"), companyId, (tx) => tx`update data.audit set actor = 'Eva' where seq = 3`);
  const edited = await run("verify");
  assert.equal(edited.code, 1);
  assert.match(edited.notes, /ekbacken: entry 3 was changed. Entries up to 2 are untouched/);
});

test("audit verify --file needs no server: 0 for a whole export, 1 for another one or another key's, a reason for no export", async (t) => {
  const { db, as, write } = await openHome(t);
  await write(4);
  let text = "";
  for await (const line of (await exportAudit(as("dpo", { via: "cli" }))).lines) text += line;
  const file = join(db.home, "audit.jsonl");
  writeFileSync(file, text);
  const home = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = join(db.home, "nowhere");
  const stranger = await run("verify", "--file", file);
  process.env["GALLRA_HOME"] = home;
  assert.deepEqual([stranger.code, stranger.results[0]?.["keyPinned"]], [0, false]);
  const own = await run("verify", "--file", file);
  assert.deepEqual([own.code, own.results[0]?.["keyPinned"], own.results[0]?.["rows"]], [0, true, 5]);
  writeFileSync(file, text.replace('"seq":2,"at":"2', '"seq":2,"at":"3'));
  const changed = await run("verify", "--file", file);
  assert.deepEqual([changed.code, changed.results[0]?.["problem"]], [1, { kind: "edited", seq: 2, after: 1 }]);
  writeFileSync(file, "{}\n");
  await assert.rejects(run("verify", "--file", file), { code: "bad-input" });
  await assert.rejects(run("check"), UsageError);
  await assert.rejects(run("export", "--company", "ekbacken", "--as", "dpo@example.se"), UsageError);
});
