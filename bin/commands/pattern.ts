import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { endPattern, listPatterns, type PatternView, readSelected, requestPattern } from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** Searches by a pattern over a period, and prints what it found as the search does. */
export const command: Command = {
  name: "pattern",
  usage:
    "--company SLUG --as EMAIL [--type phone|ssn] --from DAY --to DAY --purpose TEXT, with the pattern on standard input",
  summary: "finds the calls of everybody whose number matches a pattern: * any digits, ? one digit",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      type: { type: "string", default: "phone" },
      from: { type: "string" },
      to: { type: "string" },
      purpose: { type: "string" },
    });
    const { type, from, to, purpose } = values;
    if (type !== "phone" && type !== "ssn") throw new UsageError("--type is phone or ssn.");
    if (from === undefined || to === undefined) throw new UsageError("Give the period with --from DAY and --to DAY.");
    if (purpose === undefined) throw new UsageError("Say why with --purpose TEXT; never write a number there.");
    const pattern = (await io.stdin()).trim();
    if (pattern === "") throw new UsageError("There is no pattern on standard input.");
    return await asPerson(values, async (ctx) => {
      const { patternId } = await requestPattern(ctx, { pattern, type, from, to, purpose });
      const done = await follow(
        () => readPattern(ctx, patternId),
        (view) => view.state !== "waiting" && view.state !== "running",
        (view) => `${view.state}: ${view.subjectsDone} of ${view.subjectsTotal}`,
        io.note,
      );
      if (done.state !== "ready") throw new AppError("unavailable", `The search ended as ${done.state}.`);
      if (done.selectionId !== null) await print(ctx, done.selectionId, io);
      await endPattern(ctx, { patternId });
      const more = done.limited ? " (it stopped at its limit: choose a shorter period or a longer pattern)" : "";
      io.note(`hits=${done.calls}${done.leftOut > 0 ? ` restricted=${done.leftOut}` : ""}${more}`);
      return 0;
    });
  },
};

async function readPattern(ctx: CompanyContext, patternId: string): Promise<PatternView> {
  const view = (await listPatterns(ctx)).find((one) => one.patternId === patternId);
  if (view === undefined) throw new AppError("gone", "This search is over.");
  return view;
}

async function print(ctx: CompanyContext, selectionId: string, io: Io): Promise<void> {
  let before: string | undefined;
  do {
    const page = await readSelected(ctx, { selectionId, limit: 200, ...(before === undefined ? {} : { before }) });
    for (const { hitId, source, note, date, product, extension, role, class: dataClass, tier } of page.hits)
      io.out({ hitId, source, note, date, product, extension, role, class: dataClass, tier });
    before = page.next ?? undefined;
  } while (before !== undefined);
}
