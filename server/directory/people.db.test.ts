import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { makeWorld, type World } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { openSession } from "../auth/open-session.ts";
import { checkPassword } from "../auth/password.ts";
import { readSession } from "../auth/session.ts";
import { signIn } from "../auth/sign-in.ts";
import type { Actor, Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { Profile } from "../domain/permissions.ts";
import { rightsOf } from "../domain/rights.ts";
import { accountToSignIn, addAccount, listAccounts } from "../store/accounts.ts";
import { EVERYWHERE, withReach } from "../store/reach.ts";
import { addCompany } from "../store/companies.ts";
import { addPerson } from "./add-person.ts";
import { changePerson } from "./change-person.ts";
import { findPeople } from "./find-people.ts";
import { endPersonSessions, listPersonSessions } from "./person-sessions.ts";
import { resetPassword } from "./reset-password.ts";
import { PLACE } from "../store/place-fixture.ts";

// One world for all tests: who is made anew is in a company of the test's own, or has a name that no other test has.
const { world, as, emptyCompany, signedIn } = await scene();

test("from outside a company gets its first administrator and nobody else who looks at its people", async () => {
  const companyId = await emptyCompany("first");
  const reseller = as("reseller");
  await refused("conflict", addPerson(reseller, person("dpo", companyId)));
  const first = await addPerson(reseller, person("company-administrator", companyId));
  await refused("conflict", addPerson(reseller, person("company-administrator", companyId)));
  await refused("conflict", addPerson(as("system-administrator"), person("company-administrator", companyId)));
  // Until they have signed in, a password that got lost can be made anew; afterwards the company does it itself.
  await resetPassword(reseller, { accountId: first.accountId });
  const { accountId: below } = await addPerson(reseller, person("supervisor", companyId));
  await signedIn(first.accountId, "company-administrator", companyId);
  for (const profile of ["company-administrator", "dpo"] as const)
    await refused("conflict", changePerson(reseller, { accountId: below, profile }));
  await refused("conflict", resetPassword(reseller, { accountId: first.accountId }));
  await refused("conflict", resetPassword(reseller, { accountId: below }));
  await addPerson(as("company-administrator", companyId), person("company-administrator", companyId));
  // Whoever works at the machine itself may: they could read the home's secrets anyway.
  await addPerson({ ...world.installation, actor: OPERATOR }, person("dpo", companyId));
});

test("a company keeps one administrator who can sign in, whoever asks and however many ask at once", async () => {
  const companyId = await emptyCompany("last");
  const first = await addPerson(as("reseller"), person("company-administrator", companyId));
  await refused("conflict", changePerson(as("reseller"), { accountId: first.accountId, disabled: true }));
  await refused("conflict", changePerson(as("reseller"), { accountId: first.accountId, profile: "dpo" }));
  const own = (accountId: string) => as("company-administrator", companyId, accountId);
  const second = await addPerson(own(first.accountId), person("company-administrator", companyId));
  const both = await Promise.allSettled([
    changePerson(own(first.accountId), { accountId: second.accountId, disabled: true }),
    changePerson(own(second.accountId), { accountId: first.accountId, disabled: true }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test("a reset password is told once, signs everybody out, and opens nothing but its change in the portal", async () => {
  const companyId = await emptyCompany("reset");
  const first = await addPerson(as("reseller"), person("company-administrator", companyId));
  const input = person("supervisor", companyId);
  const { accountId, password } = await addPerson(as("company-administrator", companyId, first.accountId), input);
  const { token } = await signIn(world.installation, { email: input.email, password }, PORTAL);
  const forced = await readSession(world.installation, token, null);
  assert.equal(forced?.changeForced, true);
  assert.deepEqual([...(forced?.actor.permissions ?? [])], ["account.own"]);
  const again = await resetPassword(as("company-administrator", companyId, first.accountId), { accountId });
  assert.equal(await readSession(world.installation, token, null), null);
  const stored = await accountToSignIn(world.installation.sql.web ?? never(), input.email);
  assert.equal(await checkPassword(again.password, stored?.passwordHash ?? null), true);
  assert.equal(await checkPassword(password ?? "", stored?.passwordHash ?? null), false);
});

test("without the password proved lately nobody adds, changes or resets anybody", async () => {
  const companyId = await emptyCompany("stale");
  const first = await addPerson(as("reseller"), person("company-administrator", companyId));
  const stale = as("company-administrator", companyId, first.accountId, new Date(Date.now() - 16 * 60_000));
  const before = await withReach(world.installation.sql.web ?? never(), EVERYWHERE, (tx) => listAccounts(tx));
  await refused("step-up", addPerson(stale, person("supervisor", companyId)));
  await refused("step-up", changePerson(stale, { accountId: world.own.accountId, disabled: true }));
  await refused("step-up", resetPassword(stale, { accountId: world.own.accountId }));
  assert.deepEqual(
    await withReach(world.installation.sql.web ?? never(), EVERYWHERE, (tx) => listAccounts(tx)),
    before,
  );
});

test("an administrator sees and ends the sessions of their people alone", async () => {
  const { own, other } = world;
  const owner = {
    id: own.accountId,
    name: "N",
    profile: "supervisor" as const,
    resellerId: null,
    scopeCompanyId: own.companyId,
  };
  const open = async () => (await openSession(world.installation, owner, PORTAL)).token;
  const [one, two] = [await open(), await open()];
  const administrator = as("company-administrator", own.companyId);
  const listed = await listPersonSessions(administrator, { accountId: own.accountId });
  assert.equal(listed.length, 2);
  const stranger = as("company-administrator", other.companyId);
  await refused("not-found", listPersonSessions(stranger, { accountId: own.accountId }));
  await refused("not-found", endPersonSessions(stranger, { accountId: own.accountId }));
  await refused("forbidden", endPersonSessions(as("dpo", own.companyId), { accountId: own.accountId }));
  await endPersonSessions(administrator, { accountId: own.accountId, sessionId: listed[0]?.id ?? "" });
  const alive = async (token: string) => (await readSession(world.installation, token, null)) !== null;
  assert.deepEqual((await Promise.all([alive(one), alive(two)])).filter(Boolean).length, 1);
  await endPersonSessions(administrator, { accountId: own.accountId });
  assert.deepEqual(await Promise.all([alive(one), alive(two)]), [false, false]);
});

test("people are found by a part of the name or address and by state, a page at a time, and never another company's", async () => {
  const { own, other } = world;
  const web = world.installation.sql.web ?? never();
  for (let i = 0; i < 60; i++) {
    const place = i % 2 === 0 ? own : other;
    const account = {
      resellerId: place.resellerId,
      scopeCompanyId: place.companyId,
      passwordHash: "x",
      language: null,
    };
    const named = {
      name: `Sökt ${String(i).padStart(2, "0")}`,
      email: `sokt-${i}@paged.example`,
      profile: "end-user" as const,
    };
    await withReach(web, EVERYWHERE, (tx) =>
      addAccount(tx, { ...account, ...named, id: randomUUID(), mustChangePassword: i % 4 === 0 }),
    );
  }
  const find = (input: Parameters<typeof findPeople>[1]) =>
    findPeople(as("company-administrator", own.companyId), input, own.companyId);
  const first = await find({ text: "SÖKT", limit: 20 });
  assert.deepEqual([first.found, first.people.length, first.people[0]?.name], [30, 20, "Sökt 00"]);
  const second = await find({ text: "sokt-", limit: 20, skip: 20, sort: "email", desc: true });
  assert.deepEqual([second.found, second.people.length], [30, 10]);
  assert.equal((await find({ text: "%", limit: 20 })).found, 0);
  assert.equal((await find({ text: "sökt", state: "change" })).found, 15);
  assert.equal((await find({ text: "sökt", state: "never" })).found, 30);
  assert.equal((await find({ text: "sökt", skip: 400 })).found, 30);
  assert.ok(first.people.every((one) => one.scopeCompanyId === own.companyId && !("passwordHash" in one)));
});

const PORTAL = { address: null, via: "portal" } as const;
const OPERATOR: Actor = {
  ...rightsOf("system-administrator"),
  accountId: null,
  name: "operator",
  resellerId: null,
  companyId: null,
  sessionId: null,
  via: "cli",
  address: null,
};

function person(profile: Profile, companyId: number) {
  return { email: `${randomUUID()}@new.example`, name: "New", profile, companyId };
}

async function refused(code: AppError["code"], work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => error instanceof AppError && error.code === code);
}

async function scene() {
  const database = await openTestDatabase({ after });
  const world: World = await makeWorld(database);
  after(() => world.close());
  const web = database.data("web");
  const as = (
    profile: Profile,
    companyId: number | null = null,
    accountId: string = randomUUID(),
    steppedUpAt = new Date(),
  ): Context => {
    const place = { resellerId: world.own.resellerId, companyId };
    const actor = { ...rightsOf(profile), ...place, accountId, name: profile, sessionId: randomUUID(), steppedUpAt };
    return { ...world.installation, actor: { ...actor, via: "portal", address: null } };
  };
  const emptyCompany = (slug: string) =>
    addCompany(web, { ...PLACE, slug, name: slug, resellerId: world.own.resellerId });
  const signedIn = async (id: string, profile: Profile, companyId: number) => {
    const owner = { id, name: "N", profile, resellerId: null, scopeCompanyId: companyId };
    await openSession(world.installation, owner, PORTAL);
  };
  return { world, as, emptyCompany, signedIn };
}

function never(): never {
  throw new Error("the world has no door for the portal");
}
