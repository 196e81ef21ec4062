import { type EndpointLabel, resolveEndpoints } from "../keyring/index.ts";
import type { Places } from "./call-id.ts";
import type { Draft } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";

/** The company's own side of each call: extension, queue and trunk by random numbers, their labels stand in the keyring. */
export async function resolvePlaces(ctx: IngestContext, companyId: number, drafts: readonly Draft[]): Promise<Places[]> {
  const labels: EndpointLabel[] = [];
  const extensions = new Labels("extension", labels);
  const queues = new Labels("queue", labels);
  const trunks = new Labels("trunk", labels);
  const asked = drafts.map(({ record }) => ({
    extension: extensions.place(record.extension),
    queue: queues.place(record.queue),
    trunk: trunks.place(record.trunk),
  }));
  const ids = labels.length === 0 ? [] : await resolveEndpoints(ctx.keyring, companyId, labels);
  const at = (place: number) => (place < 0 ? null : (ids[place] ?? null));
  return asked.map(({ extension, queue, trunk }) => ({ endpointId: at(extension), queueId: at(queue), trunkId: at(trunk) }));
}

/** Labels of one kind as they are written, each asked for once. */
class Labels {
  readonly #kind: EndpointLabel["kind"];
  readonly #all: EndpointLabel[];
  readonly #places = new Map<string, number>();

  constructor(kind: EndpointLabel["kind"], all: EndpointLabel[]) {
    this.#kind = kind;
    this.#all = all;
  }

  /** Index into the labels asked for; -1 for none. */
  place(text: string | null): number {
    if (text === null) return -1;
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const label = text.trim().slice(0, LONGEST_LABEL);
    const place = label === "" ? -1 : this.#all.push({ kind: this.#kind, label }) - 1;
    this.#places.set(text, place);
    return place;
  }
}

/** A label is an extension's number or a queue's name; whatever is longer is some other column. */
const LONGEST_LABEL = 80;
