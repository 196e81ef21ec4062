import { randomUUID } from "node:crypto";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Actor, CompanyContext } from "../context.ts";
import { createLog } from "../log.ts";
import type { Profile } from "../domain/permissions.ts";
import { rightsOf } from "../domain/rights.ts";
import { createCompanyKeys, createSecrets } from "../keyring/index.ts";
import { openInstallation, type OpenInstallation } from "../installation.ts";
import { addCompany, addReseller, findCompany } from "../store/index.ts";

import { decideRetention } from "./decide-retention.ts";
import { previewRetention, type RetentionPreview, type SetRetentionInput, setRetention } from "./set-retention.ts";
import { type FixtureCall, storeCalls, storeUndefined } from "./store-calls-fixture.ts";

/** For tests of this room: a company with real keys and rows, and a clock to play. */
export interface PrivacyFixture {
  readonly db: TestDatabase;
  readonly installation: OpenInstallation;
  readonly time: { now: Date };
  readonly companyId: number;
  as(profile: Profile, changes?: Partial<Actor>): CompanyContext;
  store(calls: readonly FixtureCall[]): Promise<string[]>;
  storeUndefined(lines: readonly string[]): Promise<void>;
  /** A second process: the same home, caches of its own. */
  reopen(): Promise<OpenInstallation>;
  /**
   * Another company in the same installation, with nothing of this one's, at the hour at which a fixture begins: for files with
   * many cases, each of one company. They run one after the other, as the clock is the installation's.
   */
  beside(t: Ending): Promise<PrivacyFixture>;
}

interface Ending {
  after(fn: () => Promise<void>): void;
}

const BEGINS_AT = new Date("2026-06-15T10:00:00Z");

/** Sets rules at once: what gets shorter skips its cool-down by the word of a second person. Answers what it does. */
export async function setAtOnce(
  fixture: PrivacyFixture,
  by: CompanyContext,
  wanted: SetRetentionInput,
): Promise<RetentionPreview> {
  const preview = await previewRetention(by, { changes: wanted.changes, waived: true });
  const done = await setRetention(by, wanted);
  if (done.coolingId !== null) {
    const second = fixture.as("company-administrator", { accountId: randomUUID() });
    await decideRetention(second, { changeId: done.coolingId, decision: "waive" });
  }
  return preview;
}

export async function openPrivacyFixture(
  t: Ending,
  zone = "Europe/Stockholm",
  kind: "private" | "public" = "private",
): Promise<PrivacyFixture> {
  const db = await openTestDatabase();
  await createSecrets(db.home);
  const time = { now: BEGINS_AT };
  const open = () =>
    openInstallation(
      { home: db.home, host: "127.0.0.1", port: 0, release: "test" },
      {
        log: createLog("test", () => undefined),
        name: "test",
        roles: ["web", "ingest", "keeper"],
        clock: () => time.now,
        connections: 4,
      },
    );
  const installation = await open();
  const others: OpenInstallation[] = [];
  t.after(async () => {
    await closeAll([installation, ...others]);
    await db.close();
  });
  const house = { db, installation, time, open, resellerId: await addReseller(db.data("web"), "Reseller") };
  return await addCompanyTo({ ...house, zone, kind, count: 1 }, others);
}

interface House extends Pick<PrivacyFixture, "db" | "installation" | "time"> {
  readonly open: () => Promise<OpenInstallation>;
  readonly resellerId: number;
  readonly zone: string;
  readonly kind: "private" | "public";
  /** Companies, with the one that is made now. */
  count: number;
}

async function closeAll(installations: readonly OpenInstallation[]): Promise<void> {
  for (const one of installations) await one.close();
}

/** `others`: processes that are opened besides; whoever gives the list closes them. */
async function addCompanyTo(house: House, others: OpenInstallation[]): Promise<PrivacyFixture> {
  const { db, installation, time, open, resellerId, zone, kind } = house;
  const web = db.data("web");
  const companyId = await addCompany(web, {
    resellerId,
    slug: house.count === 1 ? "ekbacken" : `ekbacken-${house.count}`,
    name: "Vårdcentralen Ekbacken",
    kind,
    timeZone: zone,
    country: "SE",
    outsideLine: "0",
    extensionDigits: 4,
    internationalPrefix: null,
    language: "sv",
  });
  await createCompanyKeys(installation.keyring, companyId);
  const company = await findCompany(web, { id: companyId });
  if (company === null) throw new Error("the company was just made");
  const accountId = randomUUID();
  const as = (profile: Profile, changes: Partial<Actor> = {}): CompanyContext => ({
    ...installation,
    company,
    actor: {
      ...rightsOf(profile),
      accountId,
      name: "Test",
      resellerId,
      companyId,
      sessionId: null,
      via: "portal",
      // Whoever a test plays has just proved the password; what happens otherwise is tested where it is asked for.
      get steppedUpAt() {
        return time.now;
      },
      address: null,
      ...changes,
    },
  });
  return {
    db,
    installation,
    time,
    companyId,
    as,
    store: (calls) => storeCalls(as("company-administrator"), calls),
    storeUndefined: (lines) => storeUndefined(as("company-administrator"), lines),
    reopen: async () => {
      const again = await open();
      others.push(again);
      return again;
    },
    beside: async (t) => {
      const opened: OpenInstallation[] = [];
      t.after(() => closeAll(opened));
      time.now = BEGINS_AT;
      house.count++;
      return await addCompanyTo(house, opened);
    },
  };
}
