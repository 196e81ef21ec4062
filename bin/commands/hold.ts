import type { CompanyContext } from "#server/context.ts";
import { HOLD_GROUNDS } from "#server/domain/case-grounds.ts";
import { addHold, cancelCase, freezeSelection, liftCase, renewCase } from "#server/privacy/index.ts";
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

/** Keeps calls for a case whatever their rules say, and gives them back. */
export const command: Command = {
  name: "hold",
  usage: [
    "list --company SLUG --as EMAIL",
    `add --company SLUG --as EMAIL (--number - | --ssn -) [--from DAY] [--to DAY] --name TEXT --ground ${HOLD_GROUNDS.join("|")} --reason TEXT --until DAY`,
    "renew --company SLUG --as EMAIL --case ID --until DAY --reason TEXT",
    "cancel --company SLUG --as EMAIL --case ID --reason TEXT",
    "lift --company SLUG --as EMAIL --case ID --reason TEXT",
  ].join("\n"),
  summary: "keeps chosen calls for a case beyond their rules, and lifts that again",
  run: caseCommand(work),
};

async function work([word, ...more]: readonly string[], values: CaseAndSought, io: Io) {
  if (more.length > 0) throw new UsageError(WORDS);
  if (word === "list") return (ctx: CompanyContext) => printCases(ctx, "hold", io);
  if (word === "cancel") return changeOf(values, io, cancelCase);
  if (word === "lift") return changeOf(values, io, liftCase);
  if (word === "renew") {
    const endsOn = needed(values, "until", "Say until when");
    return changeOf(values, io, (ctx, wish) => renewCase(ctx, { ...wish, endsOn }));
  }
  if (word !== "add") throw new UsageError(WORDS);
  const wish = {
    ...openedWith(values, HOLD_GROUNDS),
    endsOn: needed(values, "until", "Say until when"),
  };
  const sought = await readSought(values, io);
  return async (ctx: CompanyContext) => {
    const { selectionId } = await freezeSelection(ctx, sought);
    await followCase(ctx, (await addHold(ctx, { selectionId, ...wish })).caseId, io);
  };
}

const WORDS = "Say one of: hold list, add, renew, cancel, lift.";
