import { undefinedLinePlace } from "../../domain/raw/index.ts";
import type { DecodedLeg, DecodedRecord } from "../../drivers/driver.ts";
import { type Keyring, openWithSlice } from "../../keyring/index.ts";
import type { AgainRow } from "../../store/undefined-again.ts";
import { CUT_OFF } from "../bad-line.ts";
import { contextOf, decodeFrame } from "../decode-frames.ts";
import type { SourceSettings } from "../source-settings.ts";

/** A line, opened; null where its key is gone or it was changed. */
export interface AgainLine extends Omit<AgainRow, "sealed"> {
  readonly frame: Buffer | null;
  /** The lines behind it that are part of the same record; `frame` holds them all. */
  readonly more?: readonly AgainLine[];
}

/** All lines of a record, in their order. */
export function linesOf(line: AgainLine): readonly [AgainLine, ...AgainLine[]] {
  return [line, ...(line.more ?? [])];
}

export async function openLines(
  { keyring }: { readonly keyring: Keyring },
  companyId: number,
  rows: readonly AgainRow[],
): Promise<AgainLine[]> {
  const lines: AgainLine[] = [];
  for (const { sealed, ...row } of rows) {
    const place = undefinedLinePlace(companyId, row.id);
    lines.push({
      ...row,
      frame: await openWithSlice(keyring, companyId, row.sliceId, place, sealed).catch(() => null),
    });
  }
  return lines;
}

/** What a line is when it is read anew. */
export type Outcome =
  | { readonly kind: "records"; readonly records: readonly DecodedRecord[] }
  | { readonly kind: "leg"; readonly leg: DecodedLeg }
  | { readonly kind: "nothing" }
  | { readonly kind: "left"; readonly reason: string }
  /** It does not open: nobody reads it. */
  | { readonly kind: "sealed" };

export interface ReadLine {
  readonly line: AgainLine;
  readonly outcome: Outcome;
  /** JSON of what the file had said before it; null when nothing. */
  readonly before: string | null;
  /** The same behind it. */
  readonly behind: string | null;
}

/** Where reading goes on: a file, and what it has said so far. */
export interface FileState {
  readonly deliveryId: string;
  readonly state: string | null;
}

/**
 * Lines in the order of their files, read as at their reception. What a file had said before a line is known where the line
 * waited or was tried before; else only from those of its lines that are here.
 */
export function readLines(
  settings: SourceSettings,
  lines: readonly AgainLine[],
  start: FileState | null = null,
): ReadLine[] {
  let file = start;
  return lines.map((line) => {
    const before = line.joinState ?? (file?.deliveryId === line.deliveryId ? file.state : null);
    const context = contextOf(settings, line.receivedAt, stateOf(before));
    const outcome = outcomeOf(settings, line, context);
    const behind = outcome.kind === "sealed" ? before : textOf(context.state);
    file = { deliveryId: line.deliveryId, state: behind };
    return { line, outcome, before, behind };
  });
}

function outcomeOf(
  settings: SourceSettings,
  { frame, reason, more = [] }: AgainLine,
  context: ReturnType<typeof contextOf>,
): Outcome {
  if (frame === null) return { kind: "sealed" };
  if ([reason, ...more.map((one) => one.reason)].includes(CUT_OFF)) return { kind: "left", reason: CUT_OFF };
  const decoded = decodeFrame(settings, { bytes: frame }, context);
  switch (decoded.kind) {
    case "undefined":
      return { kind: "left", reason: decoded.reason.slice(0, LONGEST_REASON) };
    case "nothing":
      return { kind: "nothing" };
    case "leg":
      if (settings.joining !== undefined && more.length > 0) return { kind: "left", reason: PART_IN_SEVERAL };
      return settings.joining === undefined
        ? { kind: "records", records: [decoded.leg.record] }
        : { kind: "leg", leg: decoded.leg };
    case "records":
      return decoded;
  }
}

const LONGEST_REASON = 200;
const PART_IN_SEVERAL = "part of a call that stands in several lines";

function stateOf(text: string | null): Record<string, unknown> {
  const state: unknown = text === null ? {} : JSON.parse(text);
  return typeof state === "object" && state !== null ? { ...state } : {};
}

function textOf(state: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(state).length === 0 ? null : JSON.stringify(state);
}
