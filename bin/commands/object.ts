import type { CompanyContext } from "#server/context.ts";
import { OBJECTION_GROUNDS } from "#server/domain/case-grounds.ts";
import { decideObjection, noteObjection } from "#server/privacy/index.ts";
import {
  type CaseAndSought,
  caseCommand,
  changeOf,
  followCase,
  needed,
  openedWith,
  printCases,
} from "../acting/case-options.ts";
import { readSought } from "../acting/sought.ts";
import { type Command, type Io, UsageError } from "../command.ts";

/** Notes that a person objects (Art. 21), which restricts all of theirs, and what was decided about it. */
export const command: Command = {
  name: "object",
  usage: [
    "list --company SLUG --as EMAIL",
    `add --company SLUG --as EMAIL (--number - | --ssn -) --name TEXT --ground ${OBJECTION_GROUNDS.join("|")} --reason TEXT`,
    "uphold --company SLUG --as EMAIL --case ID --reason TEXT [--told-on DAY]",
    "reject --company SLUG --as EMAIL --case ID --reason TEXT --told-on DAY",
  ].join("\n"),
  summary: "notes an objection, which restricts its person until it is decided, and decides it",
  run: caseCommand(work),
};

async function work([word, ...more]: readonly string[], values: CaseAndSought, io: Io) {
  if (more.length > 0) throw new UsageError(WORDS);
  if (word === "list") return (ctx: CompanyContext) => printCases(ctx, "objection", io);
  if (word === "uphold" || word === "reject") {
    const decision = word === "uphold" ? ("upheld" as const) : ("rejected" as const);
    const toldOn = word === "uphold" ? values["told-on"] : needed(values, "told-on", "Say when the person was told");
    const told = toldOn === undefined ? {} : { toldOn };
    return changeOf(values, io, (ctx, wish) => decideObjection(ctx, { ...wish, decision, ...told }));
  }
  if (word !== "add") throw new UsageError(WORDS);
  const wish = openedWith(values, OBJECTION_GROUNDS);
  const { text, type } = await readSought(values, io);
  return async (ctx: CompanyContext) => followCase(ctx, (await noteObjection(ctx, { text, type, ...wish })).caseId, io);
}

const WORDS = "Say one of: object list, add, uphold, reject.";
