import type { Io } from "../command.ts";
import { UsageError } from "../command.ts";

/** The options that say whom a command is about, and in which calls. */
export const SOUGHT_OPTIONS = {
  number: { type: "string" },
  ssn: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  tier: { type: "string", multiple: true },
  nature: { type: "string", multiple: true },
  apart: { type: "string" },
  shielded: { type: "string" },
} as const;

interface SoughtValues {
  readonly number?: string | undefined;
  readonly ssn?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tier?: readonly string[] | undefined;
  readonly nature?: readonly string[] | undefined;
  readonly apart?: string | undefined;
  readonly shielded?: string | undefined;
}

type Tier = "exact" | "digits" | "possible";
export const TIERS: readonly Tier[] = ["exact", "digits", "possible"];

/** `--number -` and `--ssn -` read standard input: what stands in an argument stays in the shell's history. */
export async function readSought(values: SoughtValues, io: Io, tiers: readonly Tier[] = ["exact"]) {
  const { number, ssn } = values;
  if ((number === undefined) === (ssn === undefined)) {
    throw new UsageError("Say whom: --number - or --ssn -, with the number on standard input.");
  }
  const given = number ?? ssn ?? "";
  if (given !== "-")
    io.note("Warning: a number given as an argument stays in the shell's history. Use - and standard input.");
  const text = (given === "-" ? await io.stdin() : given).trim();
  if (text === "") throw new UsageError("There is no number on standard input.");
  const { from, to, nature, apart, shielded } = values;
  return {
    text,
    type: number === undefined ? ("ssn" as const) : ("phone" as const),
    tiers: values.tier?.map(asTier) ?? [...tiers],
    filters: {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(nature === undefined ? {} : { natures: nature.map((text) => oneOf(NATURES, text, "--nature")) }),
      ...(apart === undefined ? {} : { apart: oneOf(HALVES, apart, "--apart") }),
      ...(shielded === undefined ? {} : { shielded: oneOf(HALVES, shielded, "--shielded") }),
    },
  };
}

const NATURES = ["private", "business", "untold"] as const;
const HALVES = ["only", "without"] as const;

function oneOf<T extends string>(words: readonly T[], text: string, option: string): T {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UsageError(`${option} is one of ${words.join(", ")}.`);
  return word;
}

function asTier(text: string): Tier {
  const tier = TIERS.find((one) => one === text);
  if (tier === undefined)
    throw new UsageError(`--tier is one of ${TIERS.join(", ")}; give it several times for several.`);
  return tier;
}
