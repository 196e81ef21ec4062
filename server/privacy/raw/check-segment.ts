import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, ROLES } from "../../domain/codes.ts";
import { decodePayload, DROPPED, type RawRecord, rawSegmentPlace } from "../../domain/raw/index.ts";
import { type Keyring, openPseudonyms, openWithSlice, revealSubjects } from "../../keyring/index.ts";
import type { DamageReason, RawPageRow } from "../../store/index.ts";

/** What points at a segment. */
export interface PointingCall {
  readonly id: string;
  readonly ordinal: number;
  /** Codes of role << 3 | class of its parties that are there. */
  readonly parties: ReadonlySet<number>;
}

export interface Checked {
  /** Records with all their values. */
  readonly whole: number;
  /** Records that lack what the company leaves at the door, and nothing else. */
  readonly door: number;
  /** Records of which a value was erased or has expired. */
  readonly gone: number;
  readonly damaged: readonly { readonly ordinal: number; readonly records: number; readonly reason: DamageReason }[];
}

/**
 * Opens a segment and looks at every record in it: that the seal is its own, that as many records stand in it as are counted,
 * that each belongs to one call, and that every value has its place. A segment is sealed as one: where the seal does not open,
 * all its records are damaged.
 */
export async function checkSegment(
  keyring: Keyring,
  companyId: number,
  segment: RawPageRow,
  calls: readonly PointingCall[],
): Promise<Checked> {
  const whole = (reason: DamageReason): Checked => ({
    whole: 0,
    door: 0,
    gone: 0,
    damaged: [{ ordinal: -1, records: Math.max(segment.records, calls.length), reason }],
  });
  let records: (RawRecord | null)[];
  try {
    const place = rawSegmentPlace(companyId, segment.id);
    const payload = await openWithSlice(keyring, companyId, segment.sliceId, place, segment.sealed);
    records = opened(payload);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "expired") return { whole: 0, door: 0, gone: segment.records, damaged: [] };
    if (error.code === "corrupt") return whole(error.cause instanceof UnreadablePayload ? "payload" : "seal");
    throw error;
  }
  const out = {
    whole: 0,
    door: 0,
    gone: 0,
    damaged: [] as { ordinal: number; records: number; reason: DamageReason }[],
  };
  const there = records.filter((record) => record !== null).length;
  if (there !== segment.records) out.damaged.push({ ordinal: -1, records: 0, reason: "count" });
  const byOrdinal = Map.groupBy(calls, (call) => call.ordinal);
  for (const [ordinal, record] of records.entries()) {
    const of = byOrdinal.get(ordinal) ?? [];
    if (record === null) {
      if (of.length > 0) out.damaged.push({ ordinal, records: of.length, reason: "call" });
      continue;
    }
    const [call] = of;
    if (call === undefined || of.length > 1) out.damaged.push({ ordinal, records: 1, reason: "call" });
    else if (!isInPlace(record)) out.damaged.push({ ordinal, records: 1, reason: "place" });
    else out[await fillOf(keyring, companyId, segment.sliceId, record, call)]++;
  }
  for (const [ordinal, of] of byOrdinal)
    if (ordinal < 0 || ordinal >= records.length) out.damaged.push({ ordinal, records: of.length, reason: "call" });
  return out;
}

class UnreadablePayload extends Error {}

function opened(payload: Buffer): (RawRecord | null)[] {
  try {
    return decodePayload(payload);
  } catch (cause) {
    throw new AppError("corrupt", "A raw segment opens and cannot be read.", {
      cause: new UnreadablePayload("", { cause }),
    });
  }
}

/** Every hole lies in the record, behind the one before, and names a value of it. */
function isInPlace({ skeleton, holes, values }: RawRecord): boolean {
  let last = 0;
  return holes.every(({ offset, value }) => {
    const isRight = offset >= last && offset <= skeleton.length && value < values.length;
    last = offset;
    return isRight;
  });
}

type Fill = "whole" | "door" | "gone";

/** What of the record's values is there. A telephone number is never left at the door: its hole lost it otherwise. */
async function fillOf(
  keyring: Keyring,
  companyId: number,
  sliceId: number,
  { holes, values }: RawRecord,
  { parties }: PointingCall,
): Promise<Fill> {
  let fill: Fill = "whole";
  for (const { value: at, template } of holes) {
    const value = values[at];
    if (value === undefined) return "gone";
    if (template === DROPPED) {
      if (value.class === "phone") return "gone";
      fill = "door";
    } else if (value.pseudonym === null) {
      if (!parties.has((ROLES[value.role] << 3) | DATA_CLASSES[value.class])) return "gone";
    } else if (!(await isSomebody(keyring, companyId, sliceId, value.pseudonym))) return "gone";
  }
  return fill;
}

async function isSomebody(keyring: Keyring, companyId: number, sliceId: number, pseudonym: Buffer): Promise<boolean> {
  const [who] = await openPseudonyms(keyring, companyId, sliceId, pseudonym);
  return who?.kind === "subject" && (await revealSubjects(keyring, companyId, [who.id])).size > 0;
}
