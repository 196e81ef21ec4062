import { type Command, parseArgs, UsageError } from "../command.ts";
import { readIdentifier } from "#server/domain/identifier.ts";
import { type NumberSite, readNumber } from "#server/domain/numbers/index.ts";
import { REASONS } from "#server/domain/reasons.ts";

export const command: Command = {
  name: "number",
  usage: "[--country SE] [--date ISO] [--outside-line X] [--extension-length N] [--international-prefix X] VALUE...",
  summary: "says how a telephone number or personal identity number is read",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      country: { type: "string", default: "SE" },
      date: { type: "string" },
      "outside-line": { type: "string" },
      "extension-length": { type: "string" },
      "international-prefix": { type: "string" },
    });
    if (positionals.length === 0)
      throw new UsageError("Give one VALUE or more; - reads them from standard input, one a line.");
    const site: NumberSite = {
      country: values.country.toUpperCase(),
      outsideLine: values["outside-line"] ?? null,
      extensionDigits: readDigits(values["extension-length"]),
      internationalPrefix: values["international-prefix"] ?? null,
    };
    const at = readDate(values.date);
    const texts = positionals.length === 1 && positionals[0] === "-" ? (await io.stdin()).split(/\r?\n/) : positionals;
    for (const text of texts) io.out(describe(text, site, at));
    return 0;
  },
};

/** `kind` is "ssn" or a kind of number; `value` the E.164 or twelve-digit form, null where there is none. */
function describe(input: string, site: NumberSite, at: Date) {
  const read = readIdentifier(input, "detect", site, at);
  const reason = REASONS[read.reason];
  if (read.type === "ssn") {
    const also = read.also.map(({ kind, value }) => ({ kind, value }));
    return { input, kind: "ssn", value: read.canonical, valid: read.valid, reason, also };
  }
  const number = readNumber(input, site, { at });
  if (number.e164 === null && looksLikeSsn(input)) {
    return {
      input,
      kind: "not_a_number",
      value: null,
      valid: false,
      reason: REASONS["no-personal-identity-number"],
      also: [],
    };
  }
  return {
    input,
    kind: number.kind,
    value: number.e164,
    valid: number.valid,
    reason: REASONS[number.reason],
    also: number.also,
  };
}

/** Written as a personal identity number is, or as long as one with its century, and yet none. */
function looksLikeSsn(input: string): boolean {
  return /^\s*(?:\d{6}|\d{8})[-+]\d{3,4}\s*$|^\s*(?:18|19|20)\d{10}\s*$/.test(input);
}

function readDate(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new UsageError("--date is written like 2026-06-01 or 2026-06-01T12:00:00Z.");
  return date;
}

function readDigits(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d?$/.test(text)) throw new UsageError("--extension-length is a whole number of digits, for example 4.");
  return Number(text);
}
