import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "#server/domain/codes.ts";
import { RULE_ACTIONS, type RuleAction, type RuleChange } from "#server/domain/rule-change.ts";
import type { CompanyContext } from "#server/context.ts";
import {
  decideRetention,
  previewRetention,
  type RetentionPreview,
  setRetention,
  showRetention,
} from "#server/privacy/index.ts";
import { changesFor } from "#server/privacy/retention/changes-for.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { previewAuditRule, readAuditDays, setAuditRule, showAuditRule } from "./retention/audit-rule.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const WORDS = "Say one of: retention show, preview, set, waiting, approve, decline, withdraw, waive.";
const RULE = "--product PRODUCT --class CLASS --days N|off [--action delete|truncate|mask]";

/** The rules of a company: a line a rule, or what a change would do, or the change, or the company's word on one that waits. */
export const command: Command = {
  name: "retention",
  usage: [
    "show --company SLUG --as EMAIL",
    `preview --company SLUG --as EMAIL ${RULE}`,
    `set --company SLUG --as EMAIL ${RULE} [--renew] --reason TEXT`,
    "preview|set --company SLUG --as EMAIL --class audit --days N [--reason TEXT]",
    "waiting --company SLUG --as EMAIL",
    "approve|decline|withdraw|waive --company SLUG --as EMAIL --change ID",
  ].join("\n"),
  summary: "shows and changes how long each kind of personal data is kept",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      product: { type: "string" },
      class: { type: "string" },
      days: { type: "string" },
      action: { type: "string" },
      reason: { type: "string" },
      change: { type: "string" },
      renew: { type: "boolean", default: false },
    });
    const [word, ...more] = positionals;
    const work = word === undefined || more.length > 0 ? undefined : VERBS[word];
    if (work === undefined) throw new UsageError(WORDS);
    const run = work(values);
    return await asPerson(values, async (ctx) => {
      await run(ctx, io);
      return 0;
    });
  },
};

type Values = Partial<Record<"product" | "class" | "days" | "action" | "reason" | "change", string>> & {
  readonly renew?: boolean;
};
type Work = (values: Values) => (ctx: CompanyContext, io: Io) => Promise<void>;

/** Options are read before anybody signs in: a wrong one is told as such. */
const VERBS: Readonly<Record<string, Work>> = {
  show: () => async (ctx, io) => {
    await show(ctx, io);
    await showAuditRule(ctx, io);
  },
  waiting: () => waiting,
  preview: (values) => {
    if (values.class === "audit") {
      const days = readAuditDays(values);
      return (ctx, io) => previewAuditRule(ctx, io, days);
    }
    const wanted = readRule(values);
    return async (ctx, io) => {
      const changes = changesOf(wanted);
      io.out(lineOf(changes, await previewRetention(ctx, { changes })));
    };
  },
  set: (values) => {
    const { reason } = values;
    if (values.class === "audit") {
      const days = readAuditDays(values);
      if (reason === undefined) throw new UsageError(WHY);
      return async (ctx, io) => noteWhen(await setAuditRule(ctx, io, days, reason), io);
    }
    const wanted = readRule(values);
    if (reason === undefined) throw new UsageError(WHY);
    return async (ctx, io) => {
      const changes = changesOf(wanted);
      const done = await setRetention(ctx, { changes, reason });
      io.out({ ...lineOf(changes, done), state: done.state, changeId: done.changeId, coolingId: done.coolingId });
      noteWhen(done, io);
    };
  },
  approve: (values) => decide(values, "approve"),
  decline: (values) => decide(values, "decline"),
  withdraw: (values) => decide(values, "withdraw"),
  waive: (values) => decide(values, "waive"),
};

const WHY = "Say why with --reason TEXT.";

function noteWhen({ state, holdsOn }: { readonly state: string; readonly holdsOn: string | null }, io: Io): void {
  if (holdsOn !== null)
    io.note(`holds from ${holdsOn}; until then: retention withdraw --change ID, or two persons: retention waive`);
  if (state === "waiting") io.note("waits for the company's approval: retention approve --change ID");
}

async function show(ctx: CompanyContext, io: Io): Promise<void> {
  const { rules } = await showRetention(ctx);
  // Names that nobody asked for are not stored at all: there is nothing to show of them.
  for (const rule of rules.filter((one) => one.stored)) {
    const {
      product,
      class: dataClass,
      keptDays,
      effectiveDays,
      maskedAfterDays,
      action,
      isDefault,
      oldestDay,
      held,
    } = rule;
    const { cooling, disabledUntil, undecided } = rule;
    const more = { cooling, disabledUntil, undecided };
    io.out({
      product,
      class: dataClass,
      keptDays,
      effectiveDays,
      maskedAfterDays,
      action,
      isDefault,
      oldestDay,
      held,
      ...more,
    });
  }
}

async function waiting(ctx: CompanyContext, io: Io): Promise<void> {
  for (const change of (await showRetention(ctx)).changes) {
    const { id, state, askedAt, expiresAt, reason } = change;
    for (const { product, class: dataClass, from, to } of change.rules) {
      const days = { before: from.keptDays, keptDays: to.keptDays, maskedAfterDays: to.maskedAfterDays };
      const { holdsOn, valuesGo } = change;
      io.out({ change: id, state, product, class: dataClass, ...days, holdsOn, valuesGo, askedAt, expiresAt, reason });
    }
  }
}

function decide(values: Values, decision: "approve" | "decline" | "withdraw" | "waive") {
  const { change } = values;
  if (change === undefined) throw new UsageError("Say which with --change ID, as retention waiting shows it.");
  return async (ctx: CompanyContext, io: Io) => io.out(await decideRetention(ctx, { changeId: change, decision }));
}

interface WantedRule {
  readonly product: Product;
  readonly class: DataClass;
  readonly days: number | null;
  readonly action: RuleAction | undefined;
  readonly renew: boolean;
}

function changesOf(wanted: WantedRule): RuleChange[] {
  const changes = changesFor(wanted);
  return wanted.renew ? changes.map((change) => ({ ...change, renew: true })) : changes;
}

function lineOf(changes: readonly RuleChange[], effect: RetentionPreview) {
  const step = effect.steps[0];
  return {
    product: step?.product,
    class: step?.class,
    keptDays: step?.after.keptDays,
    before: step?.before.keptDays,
    maskedAfterDays: step?.after.maskedAfterDays,
    direction: effect.waits.length > 0 ? "longer" : step?.direction,
    holdsOn: effect.holdsOn,
    rules: changes.length,
    slicesDestroyed: effect.slicesDestroyed,
    valuesDestroyed: effect.valuesDestroyed,
    slicesMoved: effect.slicesMoved,
    valuesMoved: effect.valuesMoved,
    valuesMasked: effect.valuesMasked,
  };
}

function readRule(values: Values): WantedRule {
  const product = oneOf<Product>(PRODUCTS, values.product, "--product");
  const dataClass = oneOf<DataClass>(DATA_CLASSES, values.class, "--class");
  if (values.days === undefined || !/^(?:off|\d{1,4})$/.test(values.days)) {
    throw new UsageError("--days is a number of days, or off to switch the rule off for twelve months.");
  }
  const action = values.action === undefined ? undefined : oneOf<RuleAction>(RULE_ACTIONS, values.action, "--action");
  return {
    product,
    class: dataClass,
    renew: values.renew === true,
    days: values.days === "off" ? null : Number(values.days),
    action,
  };
}

function oneOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  text: string | undefined,
  option: string,
): Name {
  const names = Object.keys(codes) as Name[];
  const name = names.find((one) => one === text);
  if (name === undefined) throw new UsageError(`${option} is one of ${names.join(", ")}.`);
  return name;
}
