import type { CompanyContext } from "../context.ts";
import type { Direction, Disposition } from "../domain/codes.ts";
import { type KeptFields, nameField } from "../domain/collected.ts";
import { lineSight, maskLine } from "../domain/masked-line.ts";
import { type Sight, showValue, sightOfCall, stricter } from "../domain/sight.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import type { DecodedLeg, DecodedRecord, DecodedValue } from "../drivers/driver.ts";
import { callsOf } from "../drivers/merge-legs.ts";
import type { ProbeQuestion } from "../sources/index.ts";

/** Of the first frames: how many are read as calls, as no calls, and not at all, by reason. */
export interface ReadSample {
  readonly frames: number;
  readonly records: number;
  readonly nothing: number;
  readonly undefined: Readonly<Record<string, number>>;
  /** Which of them would be undefined lines, and why; their text for who may see such lines, digits masked whoever it is. */
  readonly misread: readonly MisreadFrame[];
  /** The first records as they would be read; numbers masked, and absent for who may not see any. */
  readonly sample: readonly SampleRecord[];
}

export interface MisreadFrame {
  /** The how manieth of the frames, from 1. */
  readonly at: number;
  readonly reason: string;
  readonly text: string | null;
}

export interface SampleRecord {
  readonly startedAt: Date;
  readonly durationSeconds: number;
  readonly direction: Direction | null;
  readonly disposition: Disposition | null;
  readonly numbers: readonly string[];
}

const SAMPLE = 5;
const MISREAD = 5;
const MOST_CHARACTERS = 300;

/** Reads frames as the source would; names that the door does not let in are not shown. Nothing is stored. */
export function readAsCalls(
  ctx: CompanyContext,
  { driver: id, driverOptions }: Pick<ProbeQuestion, "driver" | "driverOptions">,
  site: { readonly timeZone: string | null; readonly extensionDigits: number | null },
  frames: readonly Uint8Array[],
  keeps: KeptFields,
): ReadSample {
  const driver = driverNamed(id);
  const decode = driver.configure(driverOptions);
  const context = {
    receivedAt: ctx.clock(),
    timeZone: site.timeZone ?? ctx.company.timeZone,
    extensionDigits: site.extensionDigits ?? ctx.company.extensionDigits,
    state: {},
  };
  const records: DecodedRecord[] = [];
  const legs = new Map<string, DecodedLeg[]>();
  const reasons: Record<string, number> = {};
  const misread: MisreadFrame[] = [];
  let nothing = 0;
  for (const [at, bytes] of frames.entries()) {
    const decoded = decode(bytes, context);
    if (decoded.kind === "records") records.push(...decoded.records);
    else if (decoded.kind === "leg") legs.set(decoded.leg.call, [...(legs.get(decoded.leg.call) ?? []), decoded.leg]);
    else if (decoded.kind === "nothing") nothing++;
    else {
      const { reason } = decoded;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      if (misread.length < MISREAD) misread.push({ at: at + 1, reason, text: lineOf(ctx, bytes) });
    }
  }
  for (const call of legs.values())
    records.push(...((driver.join && callsOf(driver.join, call, true)) ?? call.map((leg) => leg.record)));
  // No rule has said yet which of these calls are private: all of them are seen like one that is.
  const sight = ctx.actor.permissions.has("data.search") ? sightOfCall(ctx.actor.sight, true) : null;
  const sample = records.slice(0, SAMPLE).map((record) => sampleOf(record, sight, keeps));
  return { frames: frames.length, records: records.length, nothing, undefined: reasons, misread, sample };
}

/** Nothing says which digits are whose: all of them are hidden, so that a test needs no budget of opened lines. */
function lineOf(ctx: CompanyContext, bytes: Uint8Array): string | null {
  if (!ctx.actor.permissions.has("undefined.see")) return null;
  const { sight } = ctx.actor;
  const masked = (seen: Sight["phone"]) => stricter(seen, "masked");
  const shown = lineSight(
    {
      ...sight,
      phone: masked(sight.phone),
      ssn: masked(sight.ssn),
      ssn_truncated: masked(sight.ssn_truncated),
      extension: masked(sight.extension),
      maskDigits: "all",
    },
    false,
  );
  return shown === null ? null : maskLine(Buffer.from(bytes).toString("utf8"), shown).slice(0, MOST_CHARACTERS);
}

/** `sight` is null for who may not see any number. */
function sampleOf(record: DecodedRecord, sight: Sight | null, keeps: KeptFields): SampleRecord {
  const { startedAt, durationSeconds, direction, disposition } = record;
  const isLetIn = ({ class: as, role }: DecodedValue) =>
    as !== "name" || (nameField(role) === "called-name" ? keeps.calledName : keeps.callingName);
  const seen = record.values.filter(isLetIn);
  const numbers = sight === null ? [] : seen.map((value) => showValue(sight, value.class, value.text)).filter(Boolean);
  return { startedAt, durationSeconds, direction, disposition, numbers };
}
