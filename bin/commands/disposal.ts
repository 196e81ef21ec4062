import type { CompanyContext } from "#server/context.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "#server/domain/codes.ts";
import { disposalProtocol, endDecision, recordDecision, showDisposal } from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

/** What a public body has decided to dispose of, and the protocol of what went under it. */
export const command: Command = {
  name: "disposal",
  usage: [
    "show --company SLUG --as EMAIL",
    "record --company SLUG --as EMAIL --authority NAME --number NUMBER --decided-on YYYY-MM-DD --about TEXT [--product PRODUCT]... [--class CLASS]... [--at-least DAYS] [--at-most DAYS]",
    "end --company SLUG --as EMAIL --decision ID --reason TEXT",
    "protocol --company SLUG --as EMAIL --from YYYY-MM-DD --to YYYY-MM-DD",
  ].join("\n"),
  summary: "records disposal decisions of a public body, and makes its protocol",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      authority: { type: "string" },
      number: { type: "string" },
      "decided-on": { type: "string" },
      about: { type: "string" },
      product: { type: "string", multiple: true },
      class: { type: "string", multiple: true },
      "at-least": { type: "string" },
      "at-most": { type: "string" },
      decision: { type: "string" },
      reason: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
    });
    const work = workOf(positionals, values);
    return await asPerson(values, async (ctx) => {
      await work(ctx, io);
      return 0;
    });
  },
};

type Values = Readonly<
  Partial<Record<"authority" | "number" | "decided-on" | "about" | "at-least" | "at-most", string>>
> &
  Readonly<Partial<Record<"decision" | "reason" | "from" | "to", string>>> & {
    readonly product?: string[] | undefined;
    readonly class?: string[] | undefined;
  };
type Work = (ctx: CompanyContext, io: Io) => Promise<void>;

function workOf([word, ...more]: readonly string[], values: Values): Work {
  if (more.length > 0) throw new UsageError(WORDS);
  switch (word) {
    case "show":
      return show;
    case "record":
      return recordOf(values);
    case "end": {
      const input = { decisionId: required(values.decision, "decision"), reason: required(values.reason, "reason") };
      return async (ctx, io) => io.out(await endDecision(ctx, input));
    }
    case "protocol": {
      const period = { from: required(values.from, "from"), to: required(values.to, "to") };
      return async (ctx, io) => io.out(await disposalProtocol(ctx, period));
    }
    default:
      throw new UsageError(WORDS);
  }
}

const WORDS = "Say one of: disposal show, record, end, protocol.";

function recordOf(values: Values): Work {
  const item = {
    ...(values.product === undefined ? {} : { products: values.product.map((one) => named<Product>(PRODUCTS, one)) }),
    ...(values.class === undefined ? {} : { classes: values.class.map((one) => named<DataClass>(DATA_CLASSES, one)) }),
    shortestDays: daysOf(values["at-least"], "at-least"),
    longestDays: daysOf(values["at-most"], "at-most"),
  };
  const input = {
    authority: required(values.authority, "authority"),
    number: required(values.number, "number"),
    decidedOn: required(values["decided-on"], "decided-on"),
    about: required(values.about, "about"),
    items: [item],
  };
  return async (ctx, io) => io.out(await recordDecision(ctx, input));
}

function named<Name extends string>(codes: Readonly<Record<Name, number>>, text: string): Name {
  const known = (Object.keys(codes) as Name[]).find((one) => one === text);
  if (known === undefined) throw new UsageError(`Name one of ${Object.keys(codes).join(", ")}.`);
  return known;
}

function daysOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--${option} is a number of days.`);
  return Number(text);
}

const show: Work = async (ctx, io) => {
  const { isPublic, decisions, undecided } = await showDisposal(ctx);
  if (!isPublic) io.note("This company is no public body: it needs no disposal decisions.");
  for (const { items, ...decision } of decisions) io.out({ ...decision, items: items.length });
  for (const { product, classes } of undecided) io.out({ undecided: product, classes });
};
