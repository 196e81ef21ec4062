import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSession } from "#server/auth/open-session.ts";
import { sealSessionToken } from "#server/auth/session-token.ts";
import { type Profile, reachOf } from "#server/domain/permissions.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { createLog } from "#server/log.ts";
import { openInstallation, type OpenInstallation } from "#server/installation.ts";
import { createCompanyKeys, createSecrets, signStatement } from "#server/keyring/index.ts";
import { addAccount } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { inviteEdge } from "#server/store/edges.ts";
import { addCompany, addReseller, closeCompany } from "#server/store/companies.ts";
import { revokeSessions } from "#server/store/sessions.ts";
import { addSource } from "#server/store/sources.ts";
import type { Sql } from "#db/clients.ts";
import { statementOf } from "./statement.ts";
import type { TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { hashToken } from "#server/auth/open-session.ts";

/** A company with one of everything that has an id. */
export interface Place {
  readonly companyId: number;
  readonly resellerId: number;
  readonly name: string;
  readonly sourceId: number;
  /** An edge that was invited and has not come. */
  readonly edgeId: string;
  readonly layoutId: number;
  readonly accountId: string;
  readonly selectionId: string;
  readonly exportId: string;
  readonly erasureId: string;
  readonly certificateId: string;
  readonly profileId: string;
  readonly recipientId: string;
  readonly hitId: string;
  /** A folder that sources may read. */
  readonly folder: string;
}

export const ACTORS = [
  "anonymous",
  "revoked",
  "end-user",
  "supervisor",
  "company-administrator",
  "dpo",
  "reseller",
  "system-administrator",
] as const;
export type ActorName = (typeof ACTORS)[number];

export interface World {
  readonly installation: OpenInstallation;
  readonly secret: string;
  readonly own: Place;
  /** Another reseller's company. */
  readonly other: Place;
  /** A company of the own reseller that was closed. */
  readonly deleted: Place;
  /** The cookie header of a new session of this actor; null for strangers. `at` is the company it claims to work on. */
  cookie(actor: ActorName, at: Place): Promise<string | null>;
  /** The same of a session that this actor had before, at the company that it claimed at first; new when there is none. */
  usedCookie(actor: ActorName, at: Place): Promise<string | null>;
  close(): Promise<void>;
}

/** Two resellers, three companies, an account for each actor, and a web process's doors, in a test database. */
export async function makeWorld(database: TestDatabase): Promise<World> {
  const { home } = database;
  const secret = randomBytes(32).toString("hex");
  await createSecrets(home);
  for (const folder of ["ledger", "shared"]) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, "secrets", "auth.secret"), secret, { mode: 0o600 });
  const env = { home, host: "127.0.0.1", port: 8443, release: "test" };
  const log = createLog("matrix", () => undefined);
  const installation = await openInstallation(env, { log, name: "matrix", roles: ["web"], connections: 4 });
  const web = database.data("web");
  const places = await makePlaces(installation, web, database.data("owner"));
  const accounts = await makeAccounts(web, places.own);
  await closeCompany(web, places.deleted.companyId, new Date());
  const claim = (token: string, at: Place) => database.data("owner")`
    update data.session set current_company_id = ${at.companyId} where token_hash = ${hashToken(token)}`;
  const used = new Map<string, { readonly token: string; readonly cookie: string }>();
  const cookie = async (actor: ActorName, at: Place): Promise<string | null> => {
    if (actor === "anonymous") return null;
    const profile = actor === "revoked" ? "company-administrator" : actor;
    const account = accounts.get(profile);
    if (account === undefined) throw new Error(`no account for ${actor}`);
    const { token } = await openSession(installation, ownerOf(account, profile, places.own), {
      address: null,
      via: "portal",
    });
    // The session claims the company, whether the account may reach it or not. No role of the application can do that.
    await claim(token, at);
    if (actor === "revoked") await revokeSessions(web, { tokenHash: hashToken(token) }, new Date());
    const made = `__Host-gallra-session=${await sealSessionToken(token, secret)}`;
    used.set(`${actor} ${at.companyId}`, { token, cookie: made });
    return made;
  };
  const usedCookie = async (actor: ActorName, at: Place): Promise<string | null> => {
    const known = used.get(`${actor} ${at.companyId}`);
    if (known === undefined) return await cookie(actor, at);
    await claim(known.token, at);
    return known.cookie;
  };
  return { installation, secret, ...places, cookie, usedCookie, close: () => installation.close() };
}

/** Who signs in, as their account has it. */
function ownerOf(id: string, profile: Profile, own: Place) {
  const reach = reachOf(profile);
  return {
    id,
    name: profile,
    profile,
    resellerId: reach === "installation" ? null : own.resellerId,
    scopeCompanyId: reach === "installation" || reach === "reseller" ? null : own.companyId,
  };
}

async function makePlaces(installation: OpenInstallation, web: Sql, owner: Sql) {
  const near = await addReseller(web, "Near");
  const far = await addReseller(web, "Far");
  const own = await makePlace(installation, web, owner, near, "own");
  const other = await makePlace(installation, web, owner, far, "other");
  const deleted = await makePlace(installation, web, owner, near, "deleted");
  return { own, other, deleted };
}

async function makePlace(
  installation: OpenInstallation,
  web: Sql,
  owner: Sql,
  resellerId: number,
  slug: string,
): Promise<Place> {
  const name = `Company-${slug}-${randomBytes(4).toString("hex")}`;
  const settings = { timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: null };
  const rest = { kind: "private", internationalPrefix: null, language: "sv" } as const;
  const companyId = await addCompany(web, { resellerId, slug, name, ...settings, ...rest });
  await createCompanyKeys(installation.keyring, companyId);
  // Source ids are counted within a company; these are numbers that no other company has.
  const sourceId = 1_000_000 * companyId;
  await withCompany(web, companyId, (tx) => addSource(tx, { ...SOURCE, companyId, name: `${name} source` }));
  await withCompany(
    owner,
    companyId,
    (tx) => tx`update data.source set id = ${sourceId} where company_id = ${companyId}`,
  );
  const layoutId = sourceId + 1;
  await withCompany(owner, companyId, async (tx) => {
    await tx`insert into data.layout (company_id, id, name) values (${companyId}, ${layoutId}, ${`${name} layout`})`;
    await tx`insert into data.layout_version (company_id, layout_id, version, kind, made_by_name, layout)
      values (${companyId}, ${layoutId}, 1, 'delimited', ${name}, ${JSON.stringify(LAYOUT)})`;
  });
  const [accountId, edgeId] = [randomUUID(), randomUUID()];
  const now = new Date();
  const code = { codeHash: "0".repeat(64), codeEndsAt: new Date(now.getTime() + 3_600_000) };
  await withCompany(web, companyId, (tx) =>
    inviteEdge(tx, { companyId, id: edgeId, name: `${name} edge`, invitedAt: now, ...code }),
  );
  const email = `somebody@${slug}.example`;
  await withReach(web, EVERYWHERE, (tx) =>
    addAccount(tx, {
      ...ACCOUNT,
      id: accountId,
      resellerId,
      scopeCompanyId: companyId,
      email,
      name,
      profile: "supervisor",
    }),
  );
  return {
    companyId,
    resellerId,
    name,
    sourceId,
    edgeId,
    layoutId,
    accountId,
    hitId: randomUUID(),
    folder: join(installation.env.home, "shared", slug),
    ...(await makeWork(installation, owner, companyId, name)),
  };
}

/** What a layout of the matrix says. */
export const LAYOUT = {
  kind: "delimited",
  fields: { at: 1, talk: 2, who: 3 },
  time: [{ of: "start", stamp: "at", format: "iso" }],
  duration: { field: "talk", format: "seconds" },
  values: [{ role: "calling", from: "who" }],
};

/** Rows of each kind of work, as the roles of the application may not make them. */
async function makeWork(installation: OpenInstallation, owner: Sql, companyId: number, name: string) {
  const [selectionId, exportId, erasureId, certificateId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [profileId, recipientId] = [randomUUID(), randomUUID()];
  const now = new Date();
  const jws = await signStatement(
    installation.keyring,
    statementOf({ companyId, name, erasureId, certificateId, at: now.toISOString() }),
  );
  const later = new Date(now.getTime() + 3_600_000);
  await withCompany(owner, companyId, async (tx) => {
    await tx`insert into data.selection (company_id, id, hits, created_at, expires_at) values (${companyId}, ${selectionId}, 0, ${now}, ${later})`;
    await tx`insert into data.export_job (company_id, id, selection_id, format, state, created_at, expires_at)
      values (${companyId}, ${exportId}, ${selectionId}, 'csv', 'waiting', ${now}, ${later})`;
    await tx`insert into data.erasure (company_id, id, selection_id, state, step, reason, created_at, updated_at)
      values (${companyId}, ${erasureId}, ${selectionId}, 'waiting', 'waiting', ${name}, ${now}, ${now})`;
    await tx`insert into data.certificate (company_id, id, erasure_id, outcome, issued_at, kid, jws)
      values (${companyId}, ${certificateId}, ${erasureId}, 'complete', ${now}, 'none', ${jws})`;
    await tx`insert into data.alarm_recipient (company_id, id, way, address, language, scope, kinds, created_at, changed_at, set_by_name)
      values (${companyId}, ${recipientId}, 'mail', ${`${recipientId}@example.org`}, 'en', 'all', '{}', ${now}, ${now}, ${name})`;
    const { sight, exportSight } = rightsOf("supervisor");
    await tx`insert into data.profile (company_id, id, name, base, permissions, sight, export_sight, created_at, changed_at)
      values (${companyId}, ${profileId}, ${name}, 'supervisor', ${tx.json(["account.own"])}, ${tx.json(sight)}, ${tx.json(exportSight)}, ${now}, ${now})`;
  });
  return { selectionId, exportId, erasureId, certificateId, profileId, recipientId };
}

async function makeAccounts(web: Sql, own: Place): Promise<ReadonlyMap<Profile, string>> {
  const accounts = new Map<Profile, string>();
  const profiles: readonly Profile[] = [
    "end-user",
    "supervisor",
    "company-administrator",
    "dpo",
    "reseller",
    "system-administrator",
  ];
  for (const profile of profiles) {
    const id = randomUUID();
    const bound = profile !== "reseller" && profile !== "system-administrator";
    await withReach(web, EVERYWHERE, (tx) =>
      addAccount(tx, {
        ...ACCOUNT,
        id,
        resellerId: profile === "system-administrator" ? null : own.resellerId,
        scopeCompanyId: bound ? own.companyId : null,
        email: `${profile}@own.example`,
        name: profile,
        profile,
      }),
    );
    accounts.set(profile, id);
  }
  return accounts;
}

const ACCOUNT = { passwordHash: "$argon2id$none", language: null, mustChangePassword: false } as const;

const SOURCE = {
  transport: "shared-file",
  driver: "asterisk-cdr-csv",
  product: 4,
  settings: { path: "/nowhere", pattern: "*", mode: "tail", restSeconds: 2 },
  driverOptions: {},
  timeZone: null,
  country: null,
  outsideLine: null,
  extensionDigits: null,
  internationalPrefix: null,
  keepNames: false,
} as const;
