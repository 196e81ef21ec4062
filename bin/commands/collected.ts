import type { CompanyContext } from "#server/context.ts";
import { COLLECTED_FIELDS } from "#server/domain/collected.ts";
import { justifySsn, setCollected, showCollected, withdrawSsn } from "#server/privacy/index.ts";
import { SSN_GROUNDS } from "#server/privacy/collected/justify-ssn.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** What is collected of a company's calls at all: personal identity numbers, and the fields beside them. */
export const command: Command = {
  name: "collected",
  usage: [
    "show --company SLUG [--as EMAIL]",
    `ssn --company SLUG --ground ${SSN_GROUNDS.join("|")} --reason TEXT [--as EMAIL]`,
    "ssn --company SLUG --withdraw [--end-stored] --reason TEXT [--as EMAIL]",
    `set --company SLUG --field ${COLLECTED_FIELDS.join("|")} --keep yes|no --reason TEXT [--as EMAIL]`,
  ].join("\n"),
  summary: "says what is collected at all: identity numbers only with a ground",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ground: { type: "string" },
      reason: { type: "string" },
      withdraw: { type: "boolean", default: false },
      "end-stored": { type: "boolean", default: false },
      field: { type: "string" },
      keep: { type: "string" },
    });
    const work = workOf(positionals, values);
    await inCompany(values, (ctx) => work(values.as === undefined ? forOperator(ctx) : ctx, io));
    return 0;
  },
};

interface Values {
  readonly ground?: string | undefined;
  readonly reason?: string | undefined;
  readonly withdraw: boolean;
  readonly "end-stored": boolean;
  readonly field?: string | undefined;
  readonly keep?: string | undefined;
}

type Work = (ctx: CompanyContext, io: Io) => Promise<void>;

/** Options are read before anybody acts: a wrong one is told as such. */
function workOf(positionals: readonly string[], values: Values): Work {
  const [word, ...more] = positionals;
  if (more.length > 0 || word === undefined) throw new UsageError("Say collected show, ssn or set.");
  if (word === "show") return show;
  const { reason } = values;
  if (reason === undefined) throw new UsageError("Say why with --reason TEXT.");
  if (word === "ssn" && values.withdraw) {
    return async (ctx, io) => io.out(await withdrawSsn(ctx, { reason, endStored: values["end-stored"] }));
  }
  if (word === "ssn") {
    const ground = SSN_GROUNDS.find((one) => one === values.ground);
    if (ground === undefined) throw new UsageError(`--ground is one of ${SSN_GROUNDS.join(", ")}.`);
    return async (ctx, io) => io.out(await justifySsn(ctx, { ground, reason }));
  }
  if (word !== "set") throw new UsageError("Say collected show, ssn or set.");
  const field = COLLECTED_FIELDS.find((one) => one === values.field);
  if (field === undefined) throw new UsageError(`--field is one of ${COLLECTED_FIELDS.join(", ")}.`);
  if (values.keep !== "yes" && values.keep !== "no") throw new UsageError("--keep is yes or no.");
  const kept = values.keep === "yes";
  return async (ctx, io) => {
    await setCollected(ctx, { field, kept, reason });
    io.out({ field, kept });
  };
}

const show: Work = async (ctx, io) => {
  const { ground, fields, dropped } = await showCollected(ctx);
  io.out({ field: "ssn", kept: ground !== null, ground: ground?.ground ?? null, reason: ground?.reason ?? null });
  for (const { field, kept, isDefault } of fields) io.out({ field, kept, isDefault });
  for (const { field, product, since, dropped: count } of dropped) io.out({ dropped: field, product, since, count });
};

/** Whoever reads the home's secrets sets up a company for its people; the audit and the page name the operator. */
function forOperator(ctx: CompanyContext): CompanyContext {
  return { ...ctx, actor: { ...ctx.actor, permissions: new Set([...ctx.actor.permissions, "ssn.justify"]) } };
}
