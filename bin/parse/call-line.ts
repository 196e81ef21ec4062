import type { Role } from "#server/domain/codes.ts";
import { type NumberSite, numberReader, type ReadNumber } from "#server/domain/numbers/index.ts";
import type { DecodedRecord } from "#server/drivers/driver.ts";

/** One call as `parse` prints it (DESIGN 7): names are stable, scripts rely on them. */
export interface CallLine {
  readonly file: string;
  readonly line: number;
  readonly callId: string | null;
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly direction: string | null;
  readonly extension: string | null;
  readonly calling: string | null;
  readonly called: string | null;
  readonly callingE164: string | null;
  readonly calledE164: string | null;
  readonly disposition: string | null;
  readonly partOf: string | null;
}

export function callLine(file: string, line: number, record: DecodedRecord, site: NumberSite): CallLine {
  const calling = partyOf(record, "calling", site);
  const called = partyOf(record, "called", site);
  return {
    file,
    line,
    callId: record.callId,
    startedAt: record.startedAt.toISOString(),
    durationSeconds: record.durationSeconds,
    direction: record.direction,
    extension: record.extension,
    calling: calling.written,
    called: called.written,
    callingE164: calling.e164,
    calledE164: called.e164,
    disposition: record.disposition,
    partOf: record.partOf,
  };
}

interface Party {
  readonly written: string | null;
  readonly e164: string | null;
}

/** Kinds in whose place the PBX wrote that there is no number, or which line was used. */
const NO_PARTY: ReadonlySet<ReadNumber["kind"]> = new Set(["withheld", "unavailable", "trunk"]);

function partyOf(record: DecodedRecord, role: Role, site: NumberSite): Party {
  const value = record.values.find((each) => each.role === role && each.class === "phone");
  if (value === undefined) return { written: null, e164: null };
  const read = numberReader(site)(value.text);
  if (NO_PARTY.has(read.kind)) return { written: null, e164: null };
  return { written: asWritten(value.text), e164: read.e164 };
}

/** Without display name and angle brackets, and without scheme and host where the user part of a URI is a number. */
function asWritten(text: string): string {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const user = /^(?:sips?|tel):([+*#0-9().-]+)(?:[@;].*)?$/i.exec(address.trim())?.[1];
  return (user ?? address).trim();
}
