import { randomInt } from "node:crypto";
import { AppError } from "../domain/app-error.ts";
import { cacheOf, MOST_ENDPOINTS, remember } from "./company-cache.ts";
import { companyKeys, underPresentKeys } from "./company-keys.ts";
import { withGeneration } from "./find-subjects.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { endpointHash, endpointPlace } from "./lookups.ts";
import { openStamped, sealStamped } from "./stamp.ts";

/** A part of the company's own: it belongs to an employee, so that facts carry a random id and the label stands here. */
export interface EndpointLabel {
  readonly kind: EndpointKind;
  readonly label: string;
}

export const ENDPOINT_KINDS = { extension: 1, queue: 2, trunk: 3 } as const;
export type EndpointKind = keyof typeof ENDPOINT_KINDS;

/** The ids of labels, in their order; new labels get one. From the cache and one round trip for the rest. */
export async function resolveEndpoints(
  k: Keyring,
  companyId: number,
  labels: readonly EndpointLabel[],
): Promise<number[]> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { endpoints } = cacheOf(k, companyId);
    const missing = new Map<string, EndpointLabel>();
    for (const one of labels) if (!endpoints.has(nameOf(one))) missing.set(nameOf(one), one);
    if (missing.size > 0) await ask(k, companyId, [...missing.values()]);
    const ids = labels.map((one) => endpoints.get(nameOf(one)));
    // An id that another label had already leaves its label out: then it gets another one.
    if (ids.every((id) => id !== undefined)) return ids;
  }
  throw new AppError("unavailable", "The keyring is being changed; try again.", { retry: true });
}

/** The labels of ids, for showing. Unknown ids are missing. Throws AppError "corrupt". */
export async function endpointLabels(
  k: Keyring,
  companyId: number,
  ids: readonly number[],
): Promise<Map<number, EndpointLabel>> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const labels = new Map<number, EndpointLabel>();
  if (ids.length === 0) return labels;
  const ask = () =>
    sql`select id, kind, sealed from keyring.endpoints_by_id(${companyId}, ${`{${[...new Set(ids)].join()}}`}::text::int4[])`;
  const { rows, keys } = await underPresentKeys(k, companyId, ask, (found) =>
    found.map((row) => row["sealed"] as Buffer),
  );
  for (const row of rows) {
    const id = row["id"] as number;
    const kind = row["kind"] as number;
    const label = openStamped(keys, "seal", endpointPlace(companyId, kind, id), row["sealed"] as Buffer).toString();
    labels.set(id, { kind: KIND_NAMES[kind - 1] ?? "extension", label });
  }
  return labels;
}

/** The ids under which a label is known, whatever its kind. */
export async function findEndpoints(k: Keyring, companyId: number, label: string): Promise<number[]> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const rows = await withGeneration(k, companyId, async () => {
    const { lookup, generation } = await companyKeys(k, companyId);
    const hashes = Object.values(ENDPOINT_KINDS).map((kind) => endpointHash(lookup, kind, label));
    return await sql`select id from keyring.find_endpoints(${companyId}, ${generation}, ${`{${hashes.join()}}`}::text::uuid[])`;
  });
  return rows.map((row) => row["id"] as number);
}

const KIND_NAMES = Object.keys(ENDPOINT_KINDS) as EndpointKind[];

async function ask(k: Keyring, companyId: number, labels: readonly EndpointLabel[]): Promise<void> {
  const sql = companyDoor(k, companyId, "ingest", "web", "owner");
  await withGeneration(k, companyId, async () => {
    const keys = await companyKeys(k, companyId);
    const asked = labels.map(({ kind, label }) => {
      const code = ENDPOINT_KINDS[kind];
      const id = randomInt(1, 2 ** 31 - 1);
      const sealed = sealStamped(keys, "seal", endpointPlace(companyId, code, id), Buffer.from(label)).toString("hex");
      return { code, id, sealed, hash: endpointHash(keys.lookup, code, label), name: nameOf({ kind, label }) };
    });
    const rows = await sql`
      select replace(hash::text, '-', '') as hash, id from keyring.resolve_endpoints(${companyId}, ${keys.generation},
        ${`{${asked.map((one) => one.code).join()}}`}::text::int2[], ${`{${asked.map((one) => one.hash).join()}}`}::text::uuid[],
        ${`{${asked.map((one) => one.id).join()}}`}::text::int4[], ${`{${asked.map((one) => one.sealed).join()}}`}::text::text[])`;
    const byHash = new Map(rows.map((row) => [row["hash"] as string, row["id"] as number]));
    const { endpoints } = cacheOf(k, companyId);
    for (const one of asked) {
      const id = byHash.get(one.hash);
      if (id !== undefined) remember(endpoints, one.name, id, MOST_ENDPOINTS);
    }
  });
}

function nameOf({ kind, label }: EndpointLabel): string {
  return `${kind}/${label}`;
}
