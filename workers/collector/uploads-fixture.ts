import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { PRODUCTS } from "#server/domain/codes.ts";
import {
  allowPort,
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
  sealCredential,
} from "#server/sources/index.ts";
import { setCredentials } from "#server/store/source-credentials.ts";
import { addSource, setSourceState } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorFixture } from "./collector-fixture.ts";

export const PASSWORD = "hjortron-och-messmör";

/** For tests: a running source that files are sent to, by the user `pbx` unless `settings` names another. Answers its id. */
export async function serverOf(
  { ingest, collector }: CollectorFixture,
  transport: string,
  port: number,
  settings: object,
  password = PASSWORD,
): Promise<number> {
  const { db, companyId } = ingest;
  allowPort(db.home, "prov", { kind: "address", address: "127.0.0.1", from: port, to: port + 20 });
  const known = join(db.home, "secrets", COLLECTOR_PRIVATE);
  const privateText = existsSync(known) ? readFileSync(known, "utf8") : newCollectorKey();
  writeFileSync(join(db.home, "secrets", COLLECTOR_PRIVATE), privateText);
  writeFileSync(join(db.home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(privateText));
  const site = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  return await withCompany(db.data("web"), companyId, async (tx) => {
    const named = { companyId, name: transport, transport, driver: "asterisk-cdr-csv", product: PRODUCTS.pbx };
    const given = { address: "127.0.0.1", port, user: "pbx", ...settings };
    const id = await addSource(tx, { ...site, ...named, settings: given, driverOptions: {}, keepNames: false });
    const place = { companyId, sourceId: id, name: "password" };
    const sealed = await sealCredential(place, password, JSON.parse(publicHalfOf(privateText)) as JWK);
    await setCredentials(tx, companyId, id, [{ name: "password", sealed }], collector.clock());
    await setSourceState(tx, companyId, id, "running", null, collector.clock());
    return id;
  });
}
