import { readFile } from "node:fs/promises";
import { type HeldSegment, MOST_HELD, type Refusal, SegmentAnswer } from "#server/edge/protocol/index.ts";
import {
  InboxView,
  peekSegment,
  removeSegment,
  type SegmentHeader,
  type SegmentRef,
  setAside,
} from "#server/inbox/index.ts";
import { errorFields } from "#server/log.ts";
import type { EdgeContext } from "./edge-context.ts";
import type { PortalAnswer } from "./portal-line.ts";
import type { Positions } from "./positions.ts";

/** `unknown`: from before a restart, the portal has not been asked. `here`: it has not got it. `kept`: it has, and has yet to store it. */
type State = "unknown" | "here" | "kept";

export interface HandOverParts {
  post(verb: string, body: Buffer): Promise<PortalAnswer>;
  positionsOf(sourceId: number): Positions;
  /** A segment of the source was set aside: what was in it must be read again. */
  readAgain(sourceId: number): void;
}

/** What the portal told of a push, for whoever paces them. */
export type Pushed =
  | { readonly kind: "done"; readonly pushed: number }
  | { readonly kind: "wait"; readonly refusal: Refusal | null; readonly seconds: number };

/** Segments handed over in one turn, before the portal is asked what became of them. */
const MOST_A_TURN = 100;
/** Kept by the portal and not stored yet: beyond that it is let to catch up. */
const MOST_KEPT = MOST_HELD;
/** Known by name at a time, in reading order: days without the portal leave hundreds of thousands. */
const WINDOW = 4 * MOST_HELD;
const SET_ASIDE: ReadonlySet<Refusal> = new Set<Refusal>([
  "unreadable",
  "another-key",
  "not-bound",
  "another-company",
  "too-large",
]);

/** Hands the segments of this edge over, the oldest first, and lets go of each once the portal has it stored for good. */
export class HandOver {
  readonly #ctx: EdgeContext;
  readonly #parts: HandOverParts;
  readonly #view: InboxView;
  #states = new Map<string, State>();
  #refs: readonly SegmentRef[] = [];
  readonly #startedAt = Date.now();

  constructor(ctx: EdgeContext, parts: HandOverParts) {
    this.#ctx = ctx;
    this.#parts = parts;
    this.#view = InboxView.of(ctx.inbox);
  }

  /** Looks what lies here, and answers what the portal is to be asked about. */
  async toAsk(): Promise<HeldSegment[]> {
    await this.#look();
    const asked = this.#refs.filter(({ id }) => this.#states.get(id) !== "here").slice(0, MOST_HELD);
    const held = await Promise.all(asked.map((ref) => this.#heldOf(ref)));
    // Whose head cannot be read is handed over like a new one: the portal refuses it, and it is set aside.
    for (const [i, { id }] of asked.entries()) if (held[i] === null) this.#states.set(id, "here");
    return held.filter((one) => one !== null);
  }

  /** What the portal said of those. */
  async told(
    asked: readonly HeldSegment[],
    answer: { stored: readonly string[]; missing: readonly string[] },
  ): Promise<void> {
    const [stored, missing] = [new Set(answer.stored), new Set(answer.missing)];
    for (const { id } of asked) if (!stored.has(id)) this.#states.set(id, missing.has(id) ? "here" : "kept");
    await this.#letGo(this.#refs.filter(({ id }) => stored.has(id)));
  }

  /** How many lay here when it was looked at last. */
  get lying(): number {
    return this.#view.all.segments;
  }

  /** Whether anything waits to be handed over, or to be stored. */
  async isIdle(): Promise<boolean> {
    await this.#view.look();
    return this.lying === 0;
  }

  /** One turn. Throws PortalAway. */
  async push(): Promise<Pushed> {
    await this.#look();
    let pushed = 0;
    let kept = [...this.#states.values()].filter((state) => state === "kept").length;
    for (const ref of this.#refs) {
      if (this.#states.get(ref.id) !== "here") continue;
      if (pushed >= MOST_A_TURN || kept >= MOST_KEPT) break;
      const sealed = await readFile(ref.path).catch(() => null);
      if (sealed === null) {
        this.#states.delete(ref.id);
        continue;
      }
      const answer = await this.#parts.post("segment", sealed);
      const read = SegmentAnswer.safeParse(answer.body);
      if (answer.status === 200 && read.success) {
        pushed++;
        kept++;
        if (read.data.state === "stored") await this.#letGo([ref]);
        else this.#states.set(ref.id, "kept");
        continue;
      }
      if (answer.refused !== null && SET_ASIDE.has(answer.refused)) {
        await this.#setAside(ref, answer.refused);
        continue;
      }
      return { kind: "wait", refusal: answer.refused, seconds: answer.retryAfterSeconds ?? 10 };
    }
    return { kind: "done", pushed };
  }

  /** What this process has written the portal cannot have; what lay here before it may. */
  async #look(): Promise<void> {
    await this.#view.look();
    this.#refs = this.#refs.filter(({ id }) => this.#states.has(id));
    const ahead = this.#refs.length - [...this.#states.values()].filter((state) => state === "kept").length;
    if (ahead >= MOST_A_TURN) return;
    this.#refs = this.#view.first(WINDOW);
    const states = new Map<string, State>();
    for (const { id } of this.#refs)
      states.set(id, this.#states.get(id) ?? (isOlder(id, this.#startedAt) ? "unknown" : "here"));
    this.#states = states;
  }

  async #heldOf(ref: SegmentRef): Promise<HeldSegment | null> {
    const header = await peekSegment(ref).catch(() => null);
    if (header === null) return null;
    const { id, sourceId, deliveryId, from, to, end } = header;
    return { id, sourceId, deliveryId, from, to, end };
  }

  /** What is stored for good is written down first: whoever dies in between is told so once more. */
  async #letGo(refs: readonly SegmentRef[]): Promise<void> {
    for (const [sourceId, ofSource] of Map.groupBy(refs, (ref) => ref.sourceId)) {
      const headers = await Promise.all(ofSource.map((ref) => peekSegment(ref).catch(() => null)));
      this.#parts.positionsOf(sourceId).stored(headers.filter((header): header is SegmentHeader => header !== null));
      for (const ref of ofSource) {
        await removeSegment(ref);
        this.#states.delete(ref.id);
      }
    }
  }

  /** The portal will never take it. It stays for a week, out of the way; where the source still has the bytes they are read again. */
  async #setAside(ref: SegmentRef, refusal: Refusal): Promise<void> {
    this.#ctx.log.error("edge.segment-refused", { source: ref.sourceId, refused: refusal });
    await setAside(ref).catch((error: unknown) => this.#ctx.log.error("edge.not-set-aside", errorFields(error)));
    this.#states.delete(ref.id);
    this.#parts.readAgain(ref.sourceId);
  }
}

/** The first 48 bits of an id are the moment it was made (RFC 9562). */
function isOlder(id: string, at: number): boolean {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) < at;
}
