import { nameOf } from "./codes.ts";

/**
 * What telephones, gateways or a switch measured of the sound of a call; where several did, the worst that anybody heard. Machine
 * facts that name nobody: they live and end with the call's own row. Null = not told.
 */
export interface CallQuality {
  /** Mean opinion score (ITU-T P.800) in hundredths: 100 to 500. */
  readonly mosHundredths: number | null;
  readonly jitterMs: number | null;
  /** As the system measured it: one way or there and back. */
  readonly latencyMs: number | null;
  /** Packets lost of a thousand that were sent. */
  readonly lossPermille: number | null;
  readonly codec: Codec | null;
}

/** Small numbers that stand in rows for years: a code is never reused. */
export const CODECS = {
  "G.711 A-law": 1,
  "G.711 µ-law": 2,
  "G.722": 3,
  "G.729": 4,
  "G.723.1": 5,
  "G.726": 6,
  "G.728": 7,
  GSM: 8,
  iLBC: 9,
  Opus: 10,
  AMR: 11,
  "AMR-WB": 12,
  "AAC-LD": 13,
  iSAC: 14,
  SILK: 15,
  Speex: 16,
  "G.722.1": 17,
  L16: 18,
} as const;
export type Codec = keyof typeof CODECS;

/** Null where nothing was measured. Values out of their scale are what a system writes for "unknown". */
export function qualityOf(told: Partial<CallQuality>): CallQuality | null {
  const quality = {
    mosHundredths: within(told.mosHundredths, 100, 500),
    jitterMs: within(told.jitterMs, 0, LARGEST),
    latencyMs: within(told.latencyMs, 0, LARGEST),
    lossPermille: within(told.lossPermille, 0, 1_000),
    codec: told.codec ?? null,
  };
  const { mosHundredths, jitterMs, latencyMs, lossPermille, codec } = quality;
  const isEmpty = mosHundredths === null && jitterMs === null && latencyMs === null && lossPermille === null;
  return isEmpty && codec === null ? null : quality;
}

/** As it stands in rows, the codec by its number. */
export function qualityStored(stored: StoredQuality | null): CallQuality | null {
  if (stored === null) return null;
  return qualityOf({ ...stored, codec: stored.codec === null ? null : (nameOf(CODECS, stored.codec) ?? null) });
}

export type StoredQuality = Omit<CallQuality, "codec"> & { readonly codec: number | null };

/** Half a minute: more is no measurement, and a column of two bytes holds hardly more. */
const LARGEST = 30_000;

function within(value: number | null | undefined, from: number, to: number): number | null {
  if (value === null || value === undefined) return null;
  const whole = Math.round(value);
  return whole >= from && whole <= to ? whole : null;
}

/** Of several that measured the same call: the lowest score, the longest times, the greatest loss, the first codec. */
export function worstQuality(all: readonly (CallQuality | null | undefined)[]): CallQuality | null {
  const told = all.filter((each) => each !== null && each !== undefined);
  const first = told[0];
  if (first === undefined) return null;
  const most = (fact: "jitterMs" | "latencyMs" | "lossPermille") =>
    extreme(
      told.map((each) => each[fact]),
      Math.max,
    );
  return {
    mosHundredths: extreme(
      told.map((each) => each.mosHundredths),
      Math.min,
    ),
    jitterMs: most("jitterMs"),
    latencyMs: most("latencyMs"),
    lossPermille: most("lossPermille"),
    codec: told.find((each) => each.codec !== null)?.codec ?? null,
  };
}

function extreme(values: readonly (number | null)[], pick: (...values: number[]) => number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : pick(...known);
}

/** A number as a system writes it, e.g. `4.37`, `12`; null for nothing, for `-1` and for what is none. */
export function measured(text: string): number | null {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

/** Of so many packets lost and received; null when none came and none was missed. */
export function lossPermille(lost: number | null, received: number | null): number | null {
  if (lost === null || received === null || lost + received <= 0) return null;
  return (lost * 1_000) / (lost + received);
}

/** The codec by the name that a system has for it: `PCMA`, `g711Alaw64k`, `G.729b`; null for one that is not known. */
export function codecNamed(text: string): Codec | null {
  if (text === "") return null;
  const known = CODECS_BY_NAME.get(text);
  if (known !== undefined) return known;
  if (CODECS_BY_NAME.size > 500) CODECS_BY_NAME.clear();
  const name = text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const codec = NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  CODECS_BY_NAME.set(text, codec);
  return codec;
}

/** Systems have few names for them, and write one in every record. */
const CODECS_BY_NAME = new Map<string, Codec | null>();

const NAMES: readonly (readonly [RegExp, Codec])[] = [
  [/^(?:pcma|alaw|g711a)/, "G.711 A-law"],
  [/^(?:pcmu|ulaw|mulaw|g711(?:u|m|$))/, "G.711 µ-law"],
  [/^(?:g7221|siren)/, "G.722.1"],
  [/^g722/, "G.722"],
  [/^g729/, "G.729"],
  [/^g723/, "G.723.1"],
  [/^g726/, "G.726"],
  [/^g728/, "G.728"],
  [/^gsm/, "GSM"],
  [/^ilbc/, "iLBC"],
  [/^opus/, "Opus"],
  [/^amrwb/, "AMR-WB"],
  [/^amr/, "AMR"],
  [/^aac/, "AAC-LD"],
  [/^isac/, "iSAC"],
  [/^silk/, "SILK"],
  [/^speex/, "Speex"],
  [/^l16/, "L16"],
];
