import type { Io } from "../command.ts";
import { UsageError } from "../command.ts";

/** The options that say whom a command is about, and in which calls. */
export const SOUGHT_OPTIONS = {
  number: { type: "string" },
  ssn: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  tier: { type: "string", multiple: true },
} as const;

interface SoughtValues {
  readonly number?: string | undefined;
  readonly ssn?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tier?: readonly string[] | undefined;
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
  const { from, to } = values;
  return {
    text,
    type: number === undefined ? ("ssn" as const) : ("phone" as const),
    tiers: values.tier?.map(asTier) ?? [...tiers],
    filters: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  };
}

function asTier(text: string): Tier {
  const tier = TIERS.find((one) => one === text);
  if (tier === undefined)
    throw new UsageError(`--tier is one of ${TIERS.join(", ")}; give it several times for several.`);
  return tier;
}
