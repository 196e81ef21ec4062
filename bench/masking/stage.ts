import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { openSession } from "#server/auth/open-session.ts";
import { readSession } from "#server/auth/session.ts";
import { sealSessionToken, SESSION_COOKIE } from "#server/auth/session-token.ts";
import type { CompanyContext, Installation } from "#server/context.ts";
import { NATURES } from "#server/domain/sorted.ts";
import { createLog } from "#server/log.ts";
import { openPrivacyFixture, type PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { addAccount } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { holdProfile, saveProfile } from "#server/store/profiles.ts";
import { addSource } from "#server/store/sources.ts";
import { ALL_RIGHTS, type Someone } from "./people.ts";
import { PLANTS, planted, type Plant, SOUGHT } from "./plants.ts";

/** A company whose every store holds the planted values, and a way in for everybody. */
export interface Stage {
  readonly fixture: PrivacyFixture;
  readonly installation: Installation;
  readonly hitId: string;
  /** A call of the same number that is private; who else is in it is in no other. */
  readonly privateHitId: string;
  readonly sourceId: number;
  readonly spareAccount: string;
  readonly spareProfile: string;
  readonly folder: string;
  /** Every line the process logged. */
  readonly logged: readonly string[];
  enter(someone: Someone): Promise<Entered>;
}

export interface Entered {
  readonly someone: Someone;
  readonly email: string;
  readonly token: string;
  readonly cookie: string;
  /** As the session resolves it, exactly as the portal does. */
  readonly ctx: CompanyContext;
}

const DAY_MS = 86_400_000;
const CALLS = 3;

export async function makeStage(after: (work: () => Promise<void>) => void): Promise<Stage> {
  const fixture = await openPrivacyFixture({ after });
  fixture.time.now = new Date();
  const secret = randomBytes(32).toString("hex");
  writeFileSync(join(fixture.db.home, "secrets", "auth.secret"), secret, { mode: 0o600 });
  for (const folder of ["ledger", "shared/ekbacken"]) mkdirSync(join(fixture.db.home, folder), { recursive: true });
  const logged: string[] = [];
  const log = createLog("masking", (line) => logged.push(String(line)));
  const installation: Installation = { ...fixture.installation, log };
  Reflect.set(globalThis, Symbol.for("gallra.web.installation"), Promise.resolve(installation));
  const [hitId = ""] = await storeCalls(fixture);
  const privateHitId = await storePrivateCall(fixture);
  const folder = join(fixture.db.home, "shared", "ekbacken");
  const sourceId = await plantSource(fixture, folder);
  const spareAccount = await account(fixture, "spare@ekbacken.example", "supervisor");
  const spareProfile = randomUUID();
  await keepProfile(fixture, spareProfile, { ...BLANK, name: "spare" });
  return {
    fixture,
    installation,
    hitId,
    privateHitId,
    sourceId,
    spareAccount,
    spareProfile,
    folder,
    logged,
    enter: (someone) => enter(fixture, installation, secret, someone),
  };
}

async function enter(
  fixture: PrivacyFixture,
  installation: Installation,
  secret: string,
  someone: Someone,
): Promise<Entered> {
  const email = `${someone.name.replaceAll(" ", "-")}@ekbacken.example`;
  const accountId = await account(fixture, email, someone.profile);
  if (someone.own !== null) {
    const profileId = randomUUID();
    await keepProfile(fixture, profileId, { ...someone, permissions: ALL_RIGHTS });
    await inCompany(fixture, (tx) => holdProfile(tx, fixture.companyId, { accountId, profileId }, new Date()));
  }
  const scope = isWide(someone) ? null : fixture.companyId;
  const owner = {
    id: accountId,
    name: someone.name,
    profile: someone.profile,
    resellerId: null,
    scopeCompanyId: scope,
  };
  const { token } = await openSession(installation, owner, { address: null, via: "portal" });
  const company = fixture.as("company-administrator").company;
  if (scope === null) {
    await fixture.db.data(
      "owner",
    )`update data.session set current_company_id = ${company.id} where account_id = ${accountId}`;
  }
  const session = await readSession(installation, token, null);
  if (session === null) throw new Error(`${someone.name} cannot enter`);
  const cookie = `${SESSION_COOKIE}=${await sealSessionToken(token, secret)}`;
  return { someone, email, token, cookie, ctx: { ...installation, actor: session.actor, company } };
}

function isWide({ profile }: Someone): boolean {
  return profile === "reseller" || profile === "system-administrator";
}

async function account(fixture: PrivacyFixture, email: string, profile: Someone["profile"]): Promise<string> {
  const id = randomUUID();
  const { resellerId, id: companyId } = fixture.as("company-administrator").company;
  const wide = profile === "reseller" || profile === "system-administrator";
  await withReach(fixture.db.data("web"), EVERYWHERE, (tx) =>
    addAccount(tx, {
      id,
      email,
      profile,
      name: email.split("@")[0] ?? email,
      resellerId: profile === "system-administrator" ? null : resellerId,
      scopeCompanyId: wide ? null : companyId,
      passwordHash: "$argon2id$none",
      language: null,
      mustChangePassword: false,
    }),
  );
  return id;
}

const BLANK = {
  permissions: ["account.own"] as readonly string[],
  sight: {} as unknown,
  exportSight: {} as unknown,
};

async function keepProfile(
  fixture: PrivacyFixture,
  id: string,
  profile: typeof BLANK & { readonly name: string },
): Promise<void> {
  const { name, permissions, sight, exportSight } = profile;
  const at = new Date();
  await inCompany(fixture, (tx) =>
    saveProfile(tx, {
      companyId: fixture.companyId,
      id,
      name,
      base: "company-administrator",
      permissions,
      sight,
      exportSight,
      createdAt: at,
      changedAt: at,
      changedBy: null,
    }),
  );
}

/** Calls of the sought number: beside it somebody else's, and every other identifier of the same person. */
async function storeCalls(fixture: PrivacyFixture): Promise<string[]> {
  const value = (plant: (typeof PLANTS)[keyof typeof PLANTS]): string => ("text" in plant ? plant.text : "");
  const ids = await fixture.store(
    Array.from({ length: CALLS }, (_, day) => ({
      at: new Date(Date.now() - (day + 1) * DAY_MS),
      extension: value(PLANTS.extension),
      parties: [
        { role: "calling" as const, class: "phone" as const, text: SOUGHT.text },
        { role: "called" as const, class: "phone" as const, text: value(PLANTS.phone) },
        { role: "calling" as const, class: "ssn" as const, text: value(PLANTS.ssn) },
        { role: "calling" as const, class: "ssn_truncated" as const, text: value(PLANTS.ssn_truncated) },
        { role: "calling" as const, class: "name" as const, text: value(PLANTS.name) },
      ],
    })),
  );
  const cents = Number(value(PLANTS.cost));
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`update data.call_record set cost_cents = ${cents} where company_id = ${fixture.companyId}`,
  );
  // A line that nobody understood is neither a private call nor has it a cost.
  await fixture.storeUndefined([
    planted()
      .filter(({ field }) => field !== "private" && field !== "cost")
      .map((plant: Plant) => plant.text)
      .join(";"),
  ]);
  return ids;
}

async function storePrivateCall(fixture: PrivacyFixture): Promise<string> {
  const { private: plant } = PLANTS;
  const [id = ""] = await fixture.store([
    {
      at: new Date(Date.now() - DAY_MS / 2),
      parties: [
        { role: "calling" as const, class: "phone" as const, text: SOUGHT.text },
        { role: "called" as const, class: "phone" as const, text: "text" in plant ? plant.text : "" },
      ],
    },
  ]);
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) =>
      tx`update data.call_record set nature = ${NATURES.private} where company_id = ${fixture.companyId} and id = ${id}`,
  );
  return id;
}

/** A folder whose newest file holds them too: testing a source shows the first records as they would be read. */
async function plantSource(fixture: PrivacyFixture, folder: string): Promise<number> {
  const [phone, ssn, name] = [PLANTS.phone, PLANTS.ssn, PLANTS.name].map((plant) =>
    "text" in plant ? plant.text : "",
  );
  const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const line = (called: string, id: string) =>
    `CALL_HISTORY;extension=3000;${day} 10:15:00.000;${id};IN;${SOUGHT.text};${called};${name};5;61;ANSWERED`;
  const head = "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS";
  writeFileSync(
    join(folder, "calls.csv"),
    `${[head, line(phone ?? "", "a"), line((ssn ?? "").replace("-", ""), "b")].join("\n")}\n`,
  );
  return inCompany(fixture, (tx) =>
    addSource(tx, {
      companyId: fixture.companyId,
      name: "planted",
      transport: "shared-file",
      driver: "flexi-call-history",
      product: 4,
      settings: { path: folder, pattern: "*", mode: "tail", restSeconds: 2 },
      driverOptions: {},
      timeZone: null,
      country: null,
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      keepNames: true,
    }),
  );
}

function inCompany<T>(fixture: PrivacyFixture, work: Parameters<typeof withCompany<T>>[2]): Promise<T> {
  return withCompany(fixture.db.data("web"), fixture.companyId, work);
}
