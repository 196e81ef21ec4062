import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { accountToSignIn, addAccount, changeAccount, listAccounts, setPassword } from "./accounts.ts";
import { EVERYWHERE, withReach } from "./reach.ts";
import { appendAudit, INSTALLATION, listAudit, withInstallation } from "./audit.ts";
import { addCompany, addReseller, changeCompany, closeCompany, findCompany, listCompanies } from "./companies.ts";
import { readEpoch } from "./fence.ts";
import { dropRule, listAllRules, listRules, setRule } from "./rules.ts";
import {
  forgetSessions,
  readSession,
  revokeSessions,
  setSessionCompany,
  startSession,
  touchSession,
} from "./sessions.ts";
import { openCompany } from "./store-fixture.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

test("a company is found by its short name until it is closed, and has a fence from the start", async () => {
  const web = db.data("web");
  const resellerId = await addReseller(web, "Reseller");
  const company = {
    resellerId,
    slug: "borga",
    name: "Borga",
    kind: "public" as const,
    timeZone: "Europe/Stockholm",
    country: "SE",
    outsideLine: "0",
    extensionDigits: 4,
    internationalPrefix: "00",
    language: "sv" as const,
  };
  const id = await addCompany(web, company);
  assert.equal(await readEpoch(db.data("ingest"), id), 1);
  await assert.rejects(addCompany(web, company), (error) => error instanceof AppError && error.code === "conflict");
  await assert.rejects(
    addCompany(web, { ...company, slug: "Not A Slug" }),
    (error) => error instanceof AppError && error.code === "bad-input",
  );
  const found = await findCompany(db.data("ingest"), { slug: "borga" });
  assert.deepEqual(
    { ...found, createdAt: null },
    { ...company, id, createdAt: null, deletedAt: null, demo: false, internal: false },
  );
  assert.equal(
    await withReach(web, EVERYWHERE, (tx) => changeCompany(tx, { ...company, id, name: "Borga kommun" })),
    true,
  );
  assert.deepEqual(
    (await listCompanies(web, { resellerId })).map((row) => row.name),
    ["Borga kommun"],
  );
  assert.equal(await closeCompany(web, id, new Date()), true);
  assert.equal(await findCompany(web, { id }), null);
});

test("an address signs in one account, whatever its letters' case; a list shows no password hash", async () => {
  const web = db.data("web");
  const companyId = await openCompany(db, "accounts");
  const account = {
    id: randomUUID(),
    resellerId: null,
    scopeCompanyId: companyId,
    email: "Anna@example.se",
    name: "Anna",
    passwordHash: "$argon2id$a",
    profile: "dpo" as const,
    language: null,
    mustChangePassword: true,
  };
  await withReach(web, EVERYWHERE, (tx) => addAccount(tx, account));
  await assert.rejects(
    withReach(web, EVERYWHERE, (tx) => addAccount(tx, { ...account, id: randomUUID(), email: "anna@EXAMPLE.se" })),
    (error) => error instanceof AppError && error.code === "conflict",
  );
  assert.equal((await accountToSignIn(web, "ANNA@example.se"))?.passwordHash, "$argon2id$a");
  assert.equal(await accountToSignIn(web, "anna%"), null);
  assert.equal(await withReach(web, EVERYWHERE, (tx) => setPassword(tx, account.id, "$argon2id$b", false)), true);
  assert.equal((await accountToSignIn(web, "anna@example.se"))?.passwordHash, "$argon2id$b");
  const [listed] = await withReach(web, EVERYWHERE, (tx) => listAccounts(tx, { companyId }));
  assert.equal(listed?.email, "Anna@example.se");
  assert.equal(JSON.stringify(listed).includes("argon2id"), false);
});

test("a session answers nothing once it is revoked, over, or its account disabled", async () => {
  const web = db.data("web");
  const companyId = await openCompany(db, "sessions");
  const accountId = randomUUID();
  await withReach(web, EVERYWHERE, (tx) =>
    addAccount(tx, {
      id: accountId,
      resellerId: null,
      scopeCompanyId: companyId,
      email: "s@example.se",
      name: "S",
      passwordHash: "x",
      profile: "dpo",
      language: "sv",
      mustChangePassword: false,
    }),
  );
  const at = new Date("2026-03-01T08:00:00Z");
  const later = new Date("2026-03-01T20:00:00Z");
  const hash = (name: string) => createHash("sha256").update(name).digest();
  const start = (name: string) =>
    withReach(web, EVERYWHERE, (tx) =>
      startSession(tx, {
        tokenHash: hash(name),
        id: randomUUID(),
        accountId,
        currentCompanyId: companyId,
        via: "portal",
        at,
        expiresAt: later,
      }),
    );
  await Promise.all([start("a"), start("b"), start("c")]);
  assert.equal((await readSession(web, hash("a"), at))?.profile, "dpo");
  assert.equal(await readSession(web, hash("a"), later), null);
  assert.equal(await readSession(web, hash("unknown"), at), null);
  await touchSession(web, hash("a"), later, new Date("2026-03-02T08:00:00Z"));
  await setSessionCompany(web, hash("a"), null);
  assert.equal((await readSession(web, hash("a"), later))?.currentCompanyId, null);
  assert.equal(await revokeSessions(web, { tokenHash: hash("a") }, at), 1);
  assert.equal(await readSession(web, hash("a"), at), null);
  await withReach(web, EVERYWHERE, (tx) =>
    changeAccount(tx, { id: accountId, name: "S", profile: "dpo", language: "sv", disabledAt: at }),
  );
  assert.equal(await readSession(web, hash("b"), at), null);
  await assert.rejects(revokeSessions(web, { accountId }, at), { code: "42501" });
  assert.equal(await withReach(web, EVERYWHERE, (tx) => revokeSessions(tx, { accountId }, at)), 2);
  assert.equal(await forgetSessions(db.data("keeper"), new Date("2026-03-03T00:00:00Z")), 3);
});

test("a rule is the last one set, and without one the default holds", async () => {
  const companyId = await openCompany(db, "rules");
  const rule = {
    companyId,
    product: 2,
    class: 1,
    keptDays: 7,
    maskedAfterDays: null,
    reason: null,
    setBy: randomUUID(),
    setAt: new Date("2026-03-01T08:00:00Z"),
  };
  const web = db.data("web");
  await withCompany(web, companyId, (tx) => setRule(tx, rule));
  await withCompany(web, companyId, (tx) =>
    setRule(tx, { ...rule, keptDays: null, maskedAfterDays: 30, reason: "stays" }),
  );
  assert.deepEqual(await withCompany(db.data("ingest"), companyId, (tx) => listRules(tx, companyId)), [
    { ...rule, keptDays: null, maskedAfterDays: 30, disabledUntil: null, formerDays: null, reason: "stays" },
  ]);
  assert.equal((await listAllRules(db.data("keeper"))).filter((row) => row.companyId === companyId).length, 1);
  await withCompany(web, companyId, (tx) => dropRule(tx, companyId, 2, 1));
  assert.deepEqual(await withCompany(web, companyId, (tx) => listRules(tx, companyId)), []);
});

test("audit entries of a company are numbered without a gap, also by many writers", async () => {
  const companyId = await openCompany(db, "audit");
  const entry = {
    companyId,
    at: new Date(),
    actorId: null,
    actor: "worker",
    action: "search",
    subjectPseudonym: null,
    purpose: null,
    detail: { hits: 3 },
    ip: null,
  };
  await Promise.all(
    Array.from({ length: 20 }, () => withCompany(db.data("web"), companyId, (tx) => appendAudit(tx, entry))),
  );
  const listed = await withCompany(db.data("web"), companyId, (tx) => listAudit(tx, companyId, { limit: 50 }));
  assert.deepEqual(
    listed.map((row) => row.seq),
    Array.from({ length: 20 }, (_, i) => 20 - i),
  );
  assert.deepEqual(listed[0]?.detail, { hits: 3 });
  await withInstallation(db.data("web"), (tx) =>
    appendAudit(tx, { ...entry, companyId: INSTALLATION, action: "sign-in" }),
  );
  assert.equal(
    (await withInstallation(db.data("web"), (tx) => listAudit(tx, INSTALLATION, { limit: 5, action: "sign" }))).length,
    1,
  );
});
