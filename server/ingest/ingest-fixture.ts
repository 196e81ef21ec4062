import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Product, PRODUCTS } from "../domain/codes.ts";
import { driverNamed, framingOf } from "../drivers/catalogue.ts";
import { createFramer } from "../drivers/framing.ts";
import { type InboxPublicKey as Key, writeSegment } from "../inbox/index.ts";
import {
  createCompanyKeys,
  createSecrets,
  currentInboxKeys,
  ensureInboxKeys,
  type Keyring,
  openInboxKey,
  openKeyring,
} from "../keyring/index.ts";
import { temporarySecrets } from "../keyring/secrets.ts";
import { createLog } from "../log.ts";
import { addCompany, addReseller, type NewCompany } from "../store/companies.ts";
import { addGround } from "../store/collected.ts";
import { addSource } from "../store/sources.ts";
import type { IngestContext } from "./ingest-context.ts";
import { type InboxOutcome, ingestInbox } from "./ingest-inbox.ts";
import { settingsLoader } from "./load-settings.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";

/** For tests and the bench: a company with keys, an inbox, and files that arrive in it as a collector would bring them. */
export interface IngestFixture {
  readonly db: TestDatabase;
  readonly keyring: Keyring;
  readonly ctx: IngestContext;
  readonly inbox: string;
  readonly companyId: number;
  /** The clock that everything sees. */
  readonly time: { now: Date };
  readonly logged: string[];
  addSource(
    driver: string,
    changes?: { product?: Product; options?: Record<string, string>; keepNames?: boolean },
  ): Promise<number>;
  /** Frames a file and puts it into the inbox, in segments of `framesEach`; then one pass of ingest. */
  send(sourceId: number, file: string | Buffer, options?: SendOptions): Promise<InboxOutcome>;
  put(sourceId: number, file: string | Buffer, options?: SendOptions): Promise<void>;
  count(table: "call_record" | "party" | "raw_segment" | "undefined_line"): Promise<number>;
  /** Another company in the same installation, with the same inbox. */
  beside(slug: string): Promise<IngestFixture>;
  /**
   * Another company in the same installation, with an inbox and a log of its own, at the hour at which a fixture begins: for files
   * with many tests, each of one company. They run one after the other, as the clock is the installation's.
   */
  anew(t: Ending): Promise<IngestFixture>;
}

interface Ending {
  after(fn: () => Promise<void>): void;
}

export interface SendOptions {
  readonly deliveryId?: string;
  readonly framesEach?: number;
  readonly receivedAt?: Date;
  readonly sessionId?: string;
}

/** An Asterisk record, as cdr_csv writes it. */
export function asterisk(
  id: string,
  src: string,
  dst: string,
  start = "2026-06-15 09:00:00",
  name = "Anna Prov",
): string {
  const channels = `"PJSIP/trunk-0000${id}","PJSIP/${dst}-0001","Dial","PJSIP/${dst},30"`;
  return `"","${src}","${dst}","from-trunk","""${name}"" <${src}>",${channels},"${start}","${start}","${start}",35,30,"ANSWERED","DOCUMENTATION","17500000${id}.1",""`;
}

export const NOW = new Date("2026-06-15T10:00:00Z");

/**
 * `own`: clusters opened by the caller, e.g. with fsync on; else a database among the shared ones. `inHome`: the root key stands
 * in a file of the home, as a generation needs it.
 */
export async function openIngestFixture(t: Ending, own?: TestDatabase, inHome = false): Promise<IngestFixture> {
  const db = own ?? (await openTestDatabase(t));
  const time = { now: NOW };
  const clock = () => time.now;
  const keyring = await openTestKeyring(db, clock, inHome);
  await ensureInboxKeys(keyring, "2026-06-15", 1);
  const [key] = await currentInboxKeys(keyring);
  if (key === undefined) throw new Error("no inbox key");
  const web = db.data("web");
  const sql = db.data("ingest");
  let companies = 0;
  const anew = async (ending: Ending): Promise<IngestFixture> => {
    time.now = NOW;
    const inbox = mkdtempSync(join(tmpdir(), "gallra-test-inbox-"));
    ending.after(async () => rmSync(inbox, { recursive: true, force: true }));
    const slug = ++companies === 1 ? "prov" : `prov-${companies}`;
    const companyId = await openCompany(web, keyring, { ...(await testCompany(web)), slug });
    const logged: string[] = [];
    const ctx: IngestContext = {
      keyring,
      sql,
      clock,
      log: createLog("test", (line) => void logged.push(line)),
      openKey: (kid) => openInboxKey(keyring, kid),
      settingsOf: settingsLoader(sql, clock),
    };
    return inCompany({ db, keyring, ctx, inbox, companyId, time, logged, anew }, key);
  };
  return await anew(t);
}

type Shared = Omit<IngestFixture, "addSource" | "send" | "put" | "count" | "beside">;

async function openCompany(web: Sql, keyring: Keyring, company: NewCompany): Promise<number> {
  const companyId = await addCompany(web, company);
  await createCompanyKeys(keyring, companyId);
  // Personal identity numbers have a ground here; what happens without one is tested where it is withdrawn.
  await withCompany(web, companyId, (tx) => addGround(tx, testGround(companyId)));
  return companyId;
}

function inCompany(shared: Shared, key: Target["key"]): IngestFixture {
  const { db, keyring, ctx, inbox, companyId, time } = shared;
  const web = db.data("web");
  const framings = new Map<number, Framing>();
  const put = async (sourceId: number, file: string | Buffer, options: SendOptions = {}) => {
    const framing = framings.get(sourceId) ?? framingOf(driverNamed("asterisk-cdr-csv"), {});
    await putFile({ inbox, companyId, sourceId, key }, Buffer.from(file as string), framing, {
      receivedAt: time.now,
      ...options,
    });
  };
  return {
    ...shared,
    put,
    beside: async (slug) => {
      const company = { ...(await testCompany(web)), slug };
      return inCompany({ ...shared, companyId: await openCompany(web, keyring, company) }, key);
    },
    addSource: async (driver, { product, options = {}, keepNames = false } = {}) => {
      const row = { ...TEST_SOURCE, companyId, name: driver, driver, driverOptions: options, keepNames };
      const code = PRODUCTS[product ?? driverNamed(driver).product];
      const id = await withCompany(web, companyId, (tx) => addSource(tx, { ...row, product: code }));
      framings.set(id, framingOf(driverNamed(driver), options));
      return id;
    },
    send: async (sourceId, file, options) => {
      await put(sourceId, file, options);
      return ingestInbox(ctx, inbox);
    },
    count: (table) =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        const [row] = await tx.unsafe(`select count(*)::int as n from data.${table}`);
        return row?.["n"] as number;
      }),
  };
}

/** For tests and the bench that need personal identity numbers to be stored. */
export function testGround(companyId: number): Parameters<typeof addGround>[1] {
  return {
    companyId,
    id: randomUUID(),
    ground: "identification",
    reason: "a test",
    justifiedAt: NOW,
    justifiedBy: null,
    justifiedByName: "Test",
  };
}

async function testCompany(web: Sql): Promise<NewCompany> {
  return {
    resellerId: await addReseller(web, "Reseller"),
    slug: "prov",
    name: "Prov AB",
    kind: "private",
    timeZone: "Europe/Stockholm",
    country: "SE",
    outsideLine: "0",
    extensionDigits: 4,
    internationalPrefix: null,
    language: "sv",
  };
}

const TEST_SOURCE = {
  transport: "shared-file",
  settings: {},
  timeZone: null,
  country: null,
  outsideLine: null,
  extensionDigits: null,
  internationalPrefix: null,
} as const;

async function openTestKeyring(db: TestDatabase, clock: () => Date, inHome: boolean): Promise<Keyring> {
  const secrets = inHome ? await createSecrets(db.home) : await temporarySecrets();
  return openKeyring({
    sql: { web: db.keyring("web"), ingest: db.keyring("ingest"), keeper: db.keyring("keeper") },
    rootKey: secrets.rootKey,
    signing: secrets.signing,
    ...(inHome ? { home: db.home } : {}),
    ledgerDir: join(db.home, "ledger"),
    clock,
  });
}

interface Target {
  readonly inbox: string;
  readonly companyId: number;
  readonly sourceId: number;
  readonly key: Pick<Key, "kid" | "publicJwk">;
}

type Framing = Parameters<typeof createFramer>[0];

export async function putFile(
  target: Target,
  file: Buffer,
  framing: Framing,
  options: SendOptions & { receivedAt: Date },
): Promise<void> {
  const framer = createFramer(framing);
  const frames = [...framer.push(file), ...framer.finish()];
  const each = options.framesEach ?? 5_000;
  const deliveryId = options.deliveryId ?? randomUUID();
  let from = 0;
  for (let at = 0; at < frames.length; at += each) {
    const some = frames.slice(at, at + each);
    const to = some.at(-1)?.end ?? from;
    await writeSegment(
      target.inbox,
      {
        companyId: target.companyId,
        sourceId: target.sourceId,
        deliveryId,
        from,
        to,
        receivedAt: options.receivedAt.toISOString(),
        sessionId: options.sessionId ?? null,
        fencing: 1,
        identity: { inode: "1" },
        end: at + each >= frames.length,
      },
      some,
      target.key,
    );
    from = to;
  }
}
