import type { CompanyContext } from "#server/context.ts";
import { setShield, showShield } from "#server/collect/index.ts";
import { SHIELD_CATEGORY_NAMES, type ShieldCategory } from "#server/domain/shield/categories.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

/** Which numbers become a category before the inbox. `set` says all of them: what is not named is taken away. */
export const command: Command = {
  name: "shield",
  usage: [
    "show --company SLUG [--as EMAIL]",
    "set --company SLUG [--category NAME]... [--number CATEGORY=NUMBER]... --reason TEXT [--organisations] [--loosen] [--as EMAIL]",
  ].join("\n"),
  summary: "says which organisations' numbers become a category before the inbox",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      category: { type: "string", multiple: true, default: [] },
      number: { type: "string", multiple: true, default: [] },
      reason: { type: "string" },
      organisations: { type: "boolean", default: false },
      loosen: { type: "boolean", default: false },
    });
    const [word, ...more] = positionals;
    if (more.length > 0 || (word !== "show" && word !== "set")) throw new UsageError("Say shield show or shield set.");
    if (word === "show") {
      await inCompany(values, async (ctx) => show(ctx, io));
      return 0;
    }
    const { organisations, loosen } = values;
    const reason = required(values.reason, "reason", "Say why with --reason TEXT.");
    const categories = values.category.map(categoryNamed);
    const numbers = values.number.map(numberOf);
    await inCompany(values, async (ctx) => {
      const { version } = await showShield(ctx);
      const input = { version, categories, numbers, organisations, loosen, reason };
      await setShield(values.as === undefined ? forOperator(ctx) : ctx, input);
      await show(ctx, io);
    });
    return 0;
  },
};

async function show(ctx: CompanyContext, io: Io): Promise<void> {
  const { categories, numbers } = await showShield(ctx);
  for (const { category, since, until, catalogue } of categories)
    io.out({ category, shielded: since !== null, since, until, numbers: catalogue.map((one) => one.number) });
  for (const { category, number, since, until } of numbers) io.out({ category, number, since, until });
}

function categoryNamed(text: string): ShieldCategory {
  const category = SHIELD_CATEGORY_NAMES.find((one) => one === text);
  if (category === undefined) throw new UsageError(`--category is one of ${SHIELD_CATEGORY_NAMES.join(", ")}.`);
  return category;
}

function numberOf(text: string): { category: ShieldCategory; number: string } {
  const at = text.indexOf("=");
  if (at < 0) throw new UsageError("--number is a category and a number: whistle-blowing=020-50 50 50.");
  return { category: categoryNamed(text.slice(0, at)), number: text.slice(at + 1) };
}

/** Whoever reads the home's secrets sets up a company for its people; the audit names the operator. */
export function forOperator(ctx: CompanyContext): CompanyContext {
  return { ...ctx, actor: { ...ctx.actor, permissions: new Set([...ctx.actor.permissions, "shield.change"]) } };
}
