import { type Credentials, openCredential, readCollectorPrivateKey, SourceTrouble } from "#server/sources/index.ts";
import { readCredentials } from "#server/store/source-credentials.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";

/** Role collect. Throws SourceTrouble "no-credentials" for one that does not open here. */
export async function openCredentials(
  home: string,
  sql: Sql,
  companyId: number,
  sourceId: number,
): Promise<Credentials> {
  const sealed = await withCompany(sql, companyId, (tx) => readCredentials(tx, companyId, sourceId), {
    readOnly: true,
  });
  if (sealed.length === 0) return {};
  try {
    const key = readCollectorPrivateKey(home);
    const opened = sealed.map(async (one) => [
      one.name,
      await openCredential({ companyId, sourceId, name: one.name }, one.sealed, key),
    ]);
    return Object.fromEntries(await Promise.all(opened));
  } catch (cause) {
    throw new SourceTrouble("no-credentials", cause);
  }
}
