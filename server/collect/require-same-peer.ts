import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { type Credentials, isSamePeer, secretsOf, transportNamed } from "../sources/index.ts";
import { listCredentials } from "../store/source-credentials.ts";
import type { SourceRow } from "../store/sources.ts";
import type { SourceFields } from "./source-input.ts";

/**
 * Throws AppError "bad-input" when a credential that is stored would be sent elsewhere than now, and was neither entered anew nor
 * taken away: what nobody can read back must not be fetched with a server of one's own either. Who saves locks the row before, so
 * that nobody enters credentials for another place between the check and the change.
 */
export async function requireSamePeer(
  tx: Tx,
  row: SourceRow,
  next: Pick<SourceFields, "transport" | "settings">,
  credentials: Credentials,
): Promise<void> {
  if (next.transport !== row.transport)
    throw new AppError("bad-input", "The way of a source stays. Add another source instead.", { field: "transport" });
  const transport = transportNamed(row.transport);
  if (isSamePeer(transport, row.settings, next.settings)) return;
  const stored = await listCredentials(tx, row.companyId);
  const known = secretsOf(transport);
  const left = stored.find(
    ({ sourceId, name }) => sourceId === row.id && known.includes(name) && credentials[name] === undefined,
  );
  if (left === undefined) return;
  throw new AppError(
    "bad-input",
    "The source would sign in somewhere else or in another way. Enter its credentials again.",
    { field: left.name },
  );
}
