import { DIGIT, DROPPED, type Hole, symbolsOf, WHOLE } from "./cut.ts";

export interface RebuiltFrame {
  readonly bytes: Buffer;
  /** False where a value is gone (erased, expired or dropped at the door): its hole stays empty. */
  readonly complete: boolean;
}

/** Puts values back into a skeleton. `values[i]` is the canonical form of value `i`, or null where nobody has it any more. */
export function rebuild(
  skeleton: Uint8Array,
  holes: readonly Hole[],
  values: readonly (string | null)[],
): RebuiltFrame {
  const pieces: Uint8Array[] = [];
  let read = 0;
  let complete = true;
  for (const hole of holes) {
    pieces.push(skeleton.subarray(read, hole.offset));
    read = hole.offset;
    const filled = fill(hole.template, values[hole.value] ?? null);
    if (filled === null) complete = false;
    else pieces.push(filled);
  }
  pieces.push(skeleton.subarray(read));
  return { bytes: Buffer.concat(pieces), complete };
}

function fill(template: string, canonical: string | null): Buffer | null {
  if (canonical === null || template === DROPPED) return null;
  for (const { sign, encode } of WHOLE) if (template === sign) return encode(canonical);
  const symbols = symbolsOf(canonical);
  let count = 0;
  for (const char of template) if (char === DIGIT) count++;
  let next = symbols.length - count;
  let text = "";
  for (const char of template) text += char === DIGIT ? (symbols[next++] ?? "") : char;
  return Buffer.from(text, "latin1");
}
