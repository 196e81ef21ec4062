import { type EndpointLabel, resolveEndpoints } from "../keyring/index.ts";
import type { Places } from "./call-id.ts";
import type { Draft } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";

/** The company's own side of each call: extension, queue and trunk by random numbers, their labels stand in the keyring. */
export async function resolvePlaces(ctx: IngestContext, companyId: number, drafts: readonly Draft[]): Promise<Places[]> {
  const labels: EndpointLabel[] = [];
  const known = new Map<string, number>();
  const placeOf = (kind: EndpointLabel["kind"], text: string | null): number => {
    const label = text?.trim().slice(0, LONGEST_LABEL) ?? "";
    if (label === "") return -1;
    const key = `${kind} ${label}`;
    let place = known.get(key);
    if (place === undefined) known.set(key, (place = labels.push({ kind, label }) - 1));
    return place;
  };
  const asked = drafts.map(({ record }) => [
    placeOf("extension", record.extension),
    placeOf("queue", record.queue),
    placeOf("trunk", record.trunk),
  ]);
  const ids = labels.length === 0 ? [] : await resolveEndpoints(ctx.keyring, companyId, labels);
  const at = (place: number | undefined) => (place === undefined || place < 0 ? null : (ids[place] ?? null));
  return asked.map(([extension, queue, trunk]) => ({ endpointId: at(extension), queueId: at(queue), trunkId: at(trunk) }));
}

/** A label is an extension's number or a queue's name; whatever is longer is some other column. */
const LONGEST_LABEL = 80;
