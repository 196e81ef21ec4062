import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { type Tx, withCompany } from "#db/with-company.ts";
import { openSession } from "../../auth/open-session.ts";
import { readSession } from "../../auth/session.ts";
import type { Actor, CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { ceilingOf, ownRights } from "../../domain/own-profile.ts";
import { PERMISSIONS, type Profile } from "../../domain/permissions.ts";
import { type Rights, rightsOf } from "../../domain/rights.ts";
import { addAccount, listAccounts } from "../../store/accounts.ts";
import { EVERYWHERE, withReach } from "../../store/reach.ts";
import { addCompany, findCompany } from "../../store/companies.ts";
import { addPerson } from "../add-person.ts";
import { changePerson } from "../change-person.ts";
import { endPersonSessions, listPersonSessions } from "../person-sessions.ts";
import { resetPassword } from "../reset-password.ts";
import { assignProfile } from "./assign-profile.ts";
import { dropProfile } from "./drop-profile.ts";
import { listProfiles } from "./list-profiles.ts";
import { type SaveProfileInput, saveProfile } from "./save-profile.ts";
import { PLACE } from "../../store/place-fixture.ts";

const ADMIN = rightsOf("company-administrator");
const RECEPTION = {
  name: "Reception",
  base: "supervisor",
  permissions: ["overview.see", "data.search", "account.own"],
  sight: { ...ADMIN.sight, ssn: "hidden", name: "hidden", maskDigits: 6 },
  exportSight: ADMIN.sight,
} as const satisfies SaveProfileInput;

// One world for all tests, and a company for each.
const database = await openTestDatabase({ after });
const world = await makeWorld(database);
after(() => world.close());
const web = database.data("web");
let companies = 0;

test("a profile of a company's own decides from the next request on, in both directions", async () => {
  const { as, account, companyId } = await open();
  const accountId = await account("supervisor");
  const { token } = await openSession(
    world.installation,
    { id: accountId, name: "S", profile: "supervisor", resellerId: null, scopeCompanyId: companyId },
    { address: null, via: "portal" },
  );
  const now = async () => (await readSession(world.installation, token, null))?.actor;
  assert.equal((await now())?.permissions.has("data.search"), false);
  const { profileId } = await saveProfile(as(ADMIN), RECEPTION);
  await assignProfile(as(ADMIN), { accountId, to: { profileId } });
  assert.equal((await now())?.permissions.has("data.search"), true);
  assert.deepEqual((await now())?.sight, RECEPTION.sight);
  assert.equal((await now())?.ownProfile?.name, "Reception");
  await saveProfile(as(ADMIN), { ...RECEPTION, profileId, permissions: ["account.own"] });
  assert.deepEqual([...((await now())?.permissions ?? [])], ["account.own"]);
  await refused(dropProfile(as(ADMIN), { profileId }), "conflict");
  await changePerson(as(ADMIN), { accountId, profile: "supervisor" });
  assert.equal((await now())?.ownProfile, null);
  await dropProfile(as(ADMIN), { profileId });
  const { own } = await listProfiles(as(ADMIN));
  assert.equal(
    own.some((one) => one.id === profileId),
    false,
  );
});

test("a profile that is gone or cannot be read gives the account alone", async () => {
  const { as, account, owner, companyId } = await open();
  const accountId = await account("dpo");
  const session = {
    id: accountId,
    name: "D",
    profile: "dpo",
    resellerId: null,
    scopeCompanyId: companyId,
  } as const;
  const { token } = await openSession(world.installation, session, { address: null, via: "portal" });
  const rights = async () => [...((await readSession(world.installation, token, null))?.actor.permissions ?? [])];
  const { profileId } = await saveProfile(as(ADMIN), { ...RECEPTION, base: "dpo" });
  await assignProfile(as(ADMIN), { accountId, to: { profileId } });
  assert.ok((await rights()).includes("data.search"));
  await owner((tx) => tx`update data.profile set sight = '{"phone":"shown"}' where id = ${profileId}`);
  assert.equal((await readSession(world.installation, token, null))?.actor.sight.phone, "hidden");
  await owner((tx) => tx`update data.profile set base = 'emperor' where id = ${profileId}`);
  assert.deepEqual(await rights(), ["account.own"]);
  await owner((tx) => tx`delete from data.profile where id = ${profileId}`);
  assert.deepEqual(await rights(), ["account.own"]);
});

test("nobody gives more than is theirs: not by a profile, not by an account, not by a colleague's profile", async () => {
  const { as, account, companyId } = await open();
  const helper: Rights = ownRights({
    ...RECEPTION,
    id: randomUUID(),
    base: "company-administrator",
    permissions: ["people.see", "people.change", "profile.change", "data.search", "account.own"],
  });
  const [supervisor, dpo, admin] = [
    await account("supervisor"),
    await account("dpo"),
    await account("company-administrator"),
  ];
  const { profileId: rich } = await saveProfile(as(ADMIN), {
    ...RECEPTION,
    name: "Rich",
    base: "dpo",
    permissions: [...ceilingOf("dpo")],
    exportSight: ADMIN.exportSight,
  });
  const by = as(helper);
  const allowed: string[] = [];
  const attempt = async (what: string, work: Promise<unknown>) => {
    const answer = await work.then(
      () => "done",
      (error: unknown) => (error instanceof AppError ? error.code : "failed"),
    );
    if (answer !== "forbidden") allowed.push(`${what}: ${answer}`);
  };
  for (const permission of PERMISSIONS.filter((one) => ceilingOf("company-administrator").includes(one))) {
    if (helper.permissions.has(permission)) continue;
    const permissions = [
      ...new Set([
        ...helper.permissions,
        ...PERMISSIONS.filter((one) => ceilingOf("company-administrator").includes(one)).filter((one) =>
          one.endsWith(".see"),
        ),
        permission,
      ]),
    ];
    await attempt(
      `gives ${permission}`,
      saveProfile(by, { ...RECEPTION, name: permission, base: "company-administrator", permissions }),
    );
  }
  const seeing = { ...RECEPTION, name: "Seeing", sight: { ...RECEPTION.sight, maskDigits: 2 } };
  await attempt("shows more digits", saveProfile(by, seeing));
  await attempt("shows a hidden field", saveProfile(by, { ...seeing, sight: { ...RECEPTION.sight, name: "masked" } }));
  await attempt(
    "changes a richer profile",
    saveProfile(by, { ...RECEPTION, profileId: rich, name: "Poor", base: "dpo" }),
  );
  await attempt("gives a richer profile", assignProfile(by, { accountId: supervisor, to: { profileId: rich } }));
  for (const builtIn of ["company-administrator", "dpo"] as const)
    await attempt(`gives ${builtIn}`, assignProfile(by, { accountId: supervisor, to: { builtIn } }));
  await attempt("takes an administrator's", assignProfile(by, { accountId: admin, to: { builtIn: "supervisor" } }));
  await attempt("disables the officer", changePerson(by, { accountId: dpo, disabled: true }));
  await attempt(
    "makes an administrator",
    addPerson(by, {
      email: `${randomUUID()}@new.example`,
      name: "N",
      profile: "company-administrator",
      companyId,
      resellerId: null,
      password: "Ekorre-tallkotte-9",
      language: null,
    }),
  );
  await attempt(
    "end user to supervisor",
    assignProfile(as(ADMIN), { accountId: await account("end-user"), to: { profileId: rich } }),
  );
  assert.deepEqual(allowed, []);
  const mine = as({ ...helper, ownProfile: { id: rich, name: "Rich" } });
  await refused(saveProfile(mine, { ...RECEPTION, profileId: rich, name: "Mine", permissions: [] }), "conflict");
  // The same within one's own right goes through.
  const { profileId } = await saveProfile(by, { ...RECEPTION, name: "Less", permissions: ["data.search"] });
  await assignProfile(as(ADMIN), { accountId: supervisor, to: { profileId } });
});

test("an own profile neither becomes nor touches somebody whose own profile holds more than its base", async () => {
  const { as, account } = await open();
  const helper = as(
    ownRights({
      ...RECEPTION,
      id: randomUUID(),
      base: "company-administrator",
      sight: ADMIN.sight,
      permissions: ["overview.see", "processing.see", "company.see", "people.see", "people.change", "session.end"],
    }),
  );
  const [searcher, plain] = [await account("supervisor"), await account("supervisor")];
  const { profileId } = await saveProfile(as(ADMIN), RECEPTION);
  await assignProfile(as(ADMIN), { accountId: searcher, to: { profileId } });
  await refused(resetPassword(helper, { accountId: searcher }), "forbidden");
  await refused(changePerson(helper, { accountId: searcher, disabled: true }), "forbidden");
  await refused(endPersonSessions(helper, { accountId: searcher }), "forbidden");
  await refused(listPersonSessions(helper, { accountId: searcher }), "forbidden");
  await resetPassword(helper, { accountId: plain });
});

test("from outside nobody is given a profile that decides for the company, though it does not search", async () => {
  const { as, account } = await open();
  const accountId = await account("supervisor");
  const permissions = ["retention.see", "retention.approve"] as const;
  const deciding = await saveProfile(as(ADMIN), {
    ...RECEPTION,
    name: "Decides",
    base: "dpo",
    permissions: [...permissions],
  });
  const seeing = await saveProfile(as(ADMIN), { ...RECEPTION, name: "Sees", permissions: ["overview.see"] });
  const reseller = (changes: Partial<Actor>) => as(rightsOf("reseller"), { companyId: null, ...changes });
  const house = as(ADMIN).company.resellerId;
  await refused(
    assignProfile(reseller({ resellerId: house }), { accountId, to: { profileId: deciding.profileId } }),
    "conflict",
  );
  await assignProfile(reseller({ resellerId: house }), { accountId, to: { profileId: seeing.profileId } });
});

test("what makes no sense is refused with what to do, and another company's profile is not there", async () => {
  const { as, account } = await open();
  const admin = as(ADMIN);
  const bad = (changes: Partial<SaveProfileInput>) =>
    refused(saveProfile(admin, { ...RECEPTION, ...changes }), "bad-input");
  await bad({ permissions: ["data.search", "data.erase"] });
  await bad({ permissions: ["data.reveal"] });
  await bad({ name: "Ring 070-174 06 05" });
  await bad({ sight: { ...ADMIN.sight, ssn: "shown", ssn_truncated: "hidden" } });
  await refused(saveProfile(as(rightsOf("dpo")), RECEPTION), "forbidden");
  await refused(saveProfile(as(ADMIN, { steppedUpAt: null }), RECEPTION), "step-up");
  const { profileId } = await saveProfile(admin, RECEPTION);
  await refused(saveProfile(admin, { ...RECEPTION, name: "RECEPTION" }), "conflict");
  await refused(saveProfile(admin, { ...RECEPTION, profileId, base: "dpo" }), "conflict");
  await refused(
    assignProfile(admin, { accountId: await account("supervisor"), to: { profileId: world.other.profileId } }),
    "not-found",
  );
  await refused(saveProfile(admin, { ...RECEPTION, profileId: world.other.profileId, name: "Taken" }), "not-found");
  await refused(dropProfile(admin, { profileId: world.other.profileId }), "not-found");
  await refused(assignProfile(admin, { accountId: world.other.accountId, to: { profileId } }), "not-found");
});

/** A company of the test's own in the world of all tests. */
async function open() {
  const { resellerId } = world.own;
  const companyId = await addCompany(web, { ...PLACE, slug: `own-${++companies}`, name: "Own", resellerId });
  const company = await findCompany(web, { id: companyId });
  if (company === null) throw new Error("the company was just made");
  const as = (rights: Rights, changes: Partial<Actor> = {}): CompanyContext => ({
    ...world.installation,
    company,
    actor: {
      ...rights,
      accountId: randomUUID(),
      name: "Test",
      resellerId: null,
      companyId: company.id,
      sessionId: null,
      via: "portal",
      address: null,
      steppedUpAt: new Date(),
      ...changes,
    },
  });
  const account = async (profile: Profile): Promise<string> => {
    const id = randomUUID();
    await withReach(web, EVERYWHERE, (tx) =>
      addAccount(tx, {
        id,
        resellerId,
        scopeCompanyId: company.id,
        email: `${id}@people.example`,
        name: profile,
        passwordHash: "x",
        profile,
        language: null,
        mustChangePassword: false,
      }),
    );
    assert.equal((await withReach(web, EVERYWHERE, (tx) => listAccounts(tx, { id }))).length, 1);
    return id;
  };
  const owner = (work: (tx: Tx) => Promise<unknown>) => withCompany(database.data("owner"), company.id, work);
  return { as, account, owner, companyId };
}

async function refused(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error: unknown) => error instanceof AppError && error.code === code);
}
