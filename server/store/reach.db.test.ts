import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { addAccount, listAccounts, setPassword } from "./accounts.ts";
import { addCompany, addReseller } from "./companies.ts";
import { EVERYWHERE, withReach } from "./reach.ts";
import { readSession, revokeOtherSessions, revokeSessions, setSessionCompany, startSession } from "./sessions.ts";
import { PLACE } from "./place-fixture.ts";

test("people are answered within the reach that the transaction names, and nobody where it names none", async (t) => {
  const { web, mine, theirs } = await scene(t);
  const seen = async (reach: Parameters<typeof withReach>[1]) =>
    (await withReach(web, reach, (tx) => listAccounts(tx))).map(({ id }) => id).sort();
  assert.deepEqual(await seen(EVERYWHERE), [mine.account, theirs.account].sort());
  assert.deepEqual(await seen({ companyId: null, resellerId: mine.reseller }), [mine.account]);
  assert.deepEqual(await seen({ companyId: mine.company, resellerId: mine.reseller }), [mine.account]);
  // A company of another reseller is beyond a reseller, whoever names it.
  assert.deepEqual(await seen({ companyId: theirs.company, resellerId: mine.reseller }), []);
  await assert.rejects(web`select * from data.list_accounts(null, null, null)`, { code: "42501" });
  // A pooled connection carries no reach over to the next transaction.
  await assert.rejects(web`select data.set_password(${mine.account}, 'x', false, false)`, { code: "42501" });
});

test("nobody's password, company or session is touched from beyond their reach", async (t) => {
  const { web, mine, theirs, person } = await scene(t);
  const beyond = { code: "42501" };
  const inMine = <T>(work: Parameters<typeof withCompany<T>>[2]) => withCompany(web, mine.company, work);
  await assert.rejects(
    inMine((tx) => setPassword(tx, theirs.account, "guessed", false)),
    beyond,
  );
  await assert.rejects(
    inMine((tx) => revokeSessions(tx, { accountId: theirs.account }, AT)),
    beyond,
  );
  await assert.rejects(
    inMine((tx) => addAccount(tx, person(theirs.reseller, theirs.company))),
    beyond,
  );
  // A person of another reseller's company would open that company to whoever made them.
  const spy = person(mine.reseller, theirs.company);
  await assert.rejects(
    withReach(web, EVERYWHERE, (tx) => addAccount(tx, spy)),
    beyond,
  );
});

test("a session works on no company that its account does not reach, and puts nobody else's sessions out", async (t) => {
  const { web, mine, theirs } = await scene(t);
  const open = async (side: typeof mine) => {
    const tokenHash = Buffer.from(randomUUID().replaceAll("-", "").repeat(2), "hex");
    const session = { tokenHash, id: randomUUID(), accountId: side.account, currentCompanyId: side.company };
    await withCompany(web, side.company, (tx) =>
      startSession(tx, { ...session, via: "portal", at: AT, expiresAt: END }),
    );
    return tokenHash;
  };
  const [own, other] = [await open(mine), await open(theirs)];
  await setSessionCompany(web, own, theirs.company);
  assert.equal((await readSession(web, own, AT))?.currentCompanyId, mine.company);
  // With a session of one's own as the one to keep, everybody else's of another account would end.
  const ended = await withReach(web, EVERYWHERE, (tx) => revokeOtherSessions(tx, theirs.account, own, AT));
  assert.deepEqual([ended, (await readSession(web, other, AT)) === null], [0, false]);
});

const AT = new Date("2026-06-15T10:00:00Z");
const END = new Date("2026-06-15T22:00:00Z");
async function scene(t: { after(fn: () => Promise<void>): void }) {
  const database = await openTestDatabase(t);
  const web = database.data("web");
  const person = (resellerId: number, scopeCompanyId: number) => {
    const id = randomUUID();
    const rest = { name: "N", passwordHash: "x", profile: "dpo", language: null, mustChangePassword: false } as const;
    return { id, resellerId, scopeCompanyId, email: `${id}@reach.example`, ...rest };
  };
  const side = async (slug: string) => {
    const reseller = await addReseller(web, slug);
    const company = await addCompany(web, { ...PLACE, resellerId: reseller, slug, name: slug });
    const account = person(reseller, company);
    await withReach(web, EVERYWHERE, (tx) => addAccount(tx, account));
    return { reseller, company, account: account.id };
  };
  return { web, person, mine: await side("mine"), theirs: await side("theirs") };
}
