import type { CompanyContext } from "#server/context.ts";
import { RESTRICTION_GROUNDS } from "#server/domain/case-grounds.ts";
import { cancelCase, freezeSelection, liftCase, restrictCalls, restrictPerson } from "#server/privacy/index.ts";
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

/** Restricts a person, or a period of theirs, and lifts that again after they have been told (Art. 18). */
export const command: Command = {
  name: "restrict",
  usage: [
    "list --company SLUG --as EMAIL",
    `add --company SLUG --as EMAIL (--number - | --ssn -) [--from DAY] [--to DAY] --name TEXT --ground ${RESTRICTION_GROUNDS.join("|")} --reason TEXT --until DAY`,
    "cancel --company SLUG --as EMAIL --case ID --reason TEXT",
    "lift --company SLUG --as EMAIL --case ID --reason TEXT --told-on DAY",
  ].join("\n"),
  summary: "keeps personal data stored and unused; without --from and --to all of a person, also what comes later",
  run: caseCommand(work),
};

async function work([word, ...more]: readonly string[], values: CaseAndSought, io: Io) {
  if (more.length > 0) throw new UsageError(WORDS);
  if (word === "list") return (ctx: CompanyContext) => printCases(ctx, "restriction", io);
  if (word === "cancel") return changeOf(values, io, cancelCase);
  if (word === "lift") {
    const toldOn = needed(values, "told-on", "Say when the person was told (Art. 18(3))");
    return changeOf(values, io, (ctx, wish) => liftCase(ctx, { ...wish, toldOn }));
  }
  if (word !== "add") throw new UsageError(WORDS);
  const wish = {
    ...openedWith(values, RESTRICTION_GROUNDS),
    endsOn: needed(values, "until", "Say until when"),
  };
  const sought = await readSought(values, io);
  return async (ctx: CompanyContext) => {
    const { caseId } =
      values.from === undefined && values.to === undefined
        ? await restrictPerson(ctx, { text: sought.text, type: sought.type, ...wish })
        : await restrictCalls(ctx, { selectionId: (await freezeSelection(ctx, sought)).selectionId, ...wish });
    await followCase(ctx, caseId, io);
  };
}

const WORDS = "Say one of: restrict list, add, cancel, lift.";
