import { GATE_COUNTS, type GateCountKind } from "../domain/gate-counts.ts";
import type { FrameMark } from "../inbox/index.ts";
import type { GateCount } from "../store/batch.ts";

/** How many frames of a batch the gate left out, shielded or struck, by rule and category. They move with the checkpoint. */
export class GateCounts {
  readonly #counts = new Map<string, { kind: number; code: number; frames: number }>();

  add({ leftOut, category, struck }: FrameMark): void {
    if (leftOut !== null) this.#count("left-out", leftOut);
    if (category !== null) this.#count("shielded", category);
    if (struck) this.#count("struck", 0);
  }

  rows(): readonly GateCount[] {
    return [...this.#counts.values()];
  }

  #count(kind: GateCountKind, code: number): void {
    const key = `${kind} ${code}`;
    const count = this.#counts.get(key) ?? { kind: GATE_COUNTS[kind], code, frames: 0 };
    count.frames++;
    this.#counts.set(key, count);
  }
}

/** Frames that were left out before the inbox. */
export function leftOutIn(counts: readonly GateCount[]): number {
  return counts.reduce((sum, { kind, frames }) => sum + (kind === GATE_COUNTS["left-out"] ? frames : 0), 0);
}
