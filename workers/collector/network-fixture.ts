import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import type { CompanyContext } from "#server/context.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { createLog } from "#server/log.ts";
import { search } from "#server/privacy/search.ts";
import {
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
  type SourceProblem,
  sealCredential,
} from "#server/sources/index.ts";
import { findCompany } from "#server/store/companies.ts";
import { setCredentials } from "#server/store/source-credentials.ts";
import { addSource, setSourceState, sourceById } from "#server/store/sources.ts";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { collectOnce } from "./collect-once.ts";
import type { CollectorFixture } from "./collector-fixture.ts";

/** For tests: a running source of any transport, with credentials that the collector opens. */
export interface NetworkSource {
  readonly id: number;
  /** One life of a collector over it, and of ingest behind that; answers what hindered. */
  pass(): Promise<SourceProblem | null>;
}

export async function networkSource(
  fixture: CollectorFixture,
  given: {
    readonly transport: string;
    readonly driver: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly credentials: Readonly<Record<string, string>>;
  },
): Promise<NetworkSource> {
  const { ingest, collector } = fixture;
  const { db, companyId } = ingest;
  const jwk = collectorKey(db.home);
  const asWeb = <T>(work: (tx: Tx) => Promise<T>) => withCompany(db.data("web"), companyId, work);
  const site = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const { transport, driver, settings } = given;
  const row = { ...site, companyId, name: transport, transport, driver, settings: { ...settings } };
  const id = await asWeb(async (tx) => {
    const made = await addSource(tx, { ...row, product: PRODUCTS.pbx, driverOptions: {}, keepNames: false });
    for (const [name, value] of Object.entries(given.credentials)) {
      const sealed = await sealCredential({ companyId, sourceId: made, name }, value, jwk);
      await setCredentials(tx, companyId, made, [{ name, sealed }], ingest.time.now);
    }
    await setSourceState(tx, companyId, made, "running", null, ingest.time.now);
    return made;
  });
  return {
    id,
    async pass() {
      const found = await asWeb((tx) => sourceById(tx, companyId, id));
      if (found === null) throw new Error("no such source");
      const { problem } = await collectOnce(collector, found, AbortSignal.timeout(20_000));
      await fixture.store();
      return problem;
    },
  };
}

/** How many calls a person at the portal finds of a number. */
export async function foundCalls(fixture: CollectorFixture, text: string): Promise<number> {
  return (await search(await administrator(fixture), { text })).hits.length;
}

/** Whoever administers the company of the fixture, by the fixture's clock. */
export async function administrator({ ingest }: CollectorFixture): Promise<CompanyContext> {
  const web = ingest.db.data("web");
  const company = await findCompany(web, { id: ingest.companyId });
  if (company === null) throw new Error("no such company");
  return {
    env: { home: ingest.db.home, host: "127.0.0.1", port: 0, release: "test" },
    log: createLog("test", () => undefined),
    clock: () => ingest.time.now,
    sql: { web, keeper: ingest.db.data("keeper") },
    keyring: ingest.keyring,
    company,
    actor: {
      ...rightsOf("company-administrator"),
      ...{ accountId: randomUUID(), name: "Test", resellerId: company.resellerId, companyId: company.id },
      ...{ sessionId: null, via: "portal", steppedUpAt: ingest.time.now, address: null },
    },
  };
}

/** Of a second source the same pair: what was sealed for the first has to open. */
function collectorKey(home: string): JWK {
  const known = join(home, "secrets", COLLECTOR_PRIVATE);
  const privateText = existsSync(known) ? readFileSync(known, "utf8") : newCollectorKey();
  writeFileSync(known, privateText);
  writeFileSync(join(home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(privateText));
  return JSON.parse(publicHalfOf(privateText)) as JWK;
}
