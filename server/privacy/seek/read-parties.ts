import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { partyCodeBit } from "../../domain/codes.ts";
import { uuidText } from "../../domain/uuid.ts";
import type { Slice } from "../../keyring/index.ts";
import { type PartyHit, type PartyOfRecord, type Probe, partiesOfRecords } from "../../store/index.ts";
import { daysOfCalls } from "./probes.ts";

/**
 * The parties of the records found, as they stand in the data cluster. Read in the transaction of the search itself. In most
 * calls nobody else took part, and the call says so: its one row is the one that was found, and no partition is asked again.
 * `probes` are those it was found by; without them every call is asked for.
 */
export async function readParties(
  tx: Tx,
  ctx: Pick<CompanyContext, "company">,
  hits: readonly PartyHit[],
  slices: readonly Slice[],
  probes: readonly Probe[] = [],
): Promise<PartyOfRecord[]> {
  const onlyProbe = new Map<number, Probe | null>();
  for (const probe of probes) onlyProbe.set(probe.sliceId, onlyProbe.has(probe.sliceId) ? null : probe);
  const known: PartyOfRecord[] = [];
  const asked: PartyHit[] = [];
  for (const [record, rows] of Map.groupBy(hits, (hit) => hit.recordId)) {
    const [hit, second] = rows;
    const probe = hit === undefined ? undefined : onlyProbe.get(hit.sliceId);
    if (hit === undefined || second !== undefined || probe === undefined || probe === null || !isAlone(hit)) {
      asked.push(...rows);
      continue;
    }
    const { expiresOn, sliceId, role, class: cls, product, sourceId } = hit;
    const pseudonym = uuidText(probe.pseudonym);
    known.push({ recordId: record, expiresOn, sliceId, pseudonym, role, class: cls, product, sourceId });
  }
  if (asked.length === 0) return known;
  const records = [...new Set(asked.map((hit) => hit.recordId))];
  return [...known, ...(await partiesOfRecords(tx, ctx.company.id, records, daysOfCalls(slices, asked)))];
}

/** Whether the call was stored with the party found alone. Of a call whose facts are gone nothing is known. */
function isAlone({ parties, erased, late, role, class: cls }: PartyHit): boolean {
  return (parties & ~erased & ~late) === partyCodeBit(role, cls);
}
