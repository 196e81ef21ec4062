import type { KeptFields } from "../domain/collected.ts";
import { type EndpointLabel, resolveEndpoints } from "../keyring/index.ts";
import type { Draft } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";

/** The company's own side of each call, by index into the drafts: random numbers whose labels stand in the keyring. */
export class Places {
  readonly #ids: readonly number[];
  readonly #places: Int32Array;

  constructor(ids: readonly number[], places: Int32Array) {
    this.#ids = ids;
    this.#places = places;
  }

  extension(index: number): number | null {
    return this.#id(index * 3);
  }

  queue(index: number): number | null {
    return this.#id(index * 3 + 1);
  }

  trunk(index: number): number | null {
    return this.#id(index * 3 + 2);
  }

  #id(at: number): number | null {
    const place = this.#places[at] ?? -1;
    return place < 0 ? null : (this.#ids[place] ?? null);
  }
}

/** Asks the keyring for the extension, queue and trunk of each call, each label once; none for what the company leaves out. */
export async function resolvePlaces(
  ctx: IngestContext,
  companyId: number,
  drafts: readonly Draft[],
  keeps: Pick<KeptFields, "queue" | "trunk">,
): Promise<Places> {
  const labels: EndpointLabel[] = [];
  const extensions = new Labels("extension", labels);
  const queues = new Labels("queue", labels);
  const trunks = new Labels("trunk", labels);
  const places = new Int32Array(drafts.length * 3);
  let at = 0;
  for (const { record } of drafts) {
    places[at++] = extensions.place(record.extension);
    places[at++] = queues.place(keeps.queue ? record.queue : null);
    places[at++] = trunks.place(keeps.trunk ? record.trunk : null);
  }
  return new Places(labels.length === 0 ? [] : await resolveEndpoints(ctx.keyring, companyId, labels), places);
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
