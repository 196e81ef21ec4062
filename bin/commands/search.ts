import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { search } from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { readSought, SOUGHT_OPTIONS, TIERS } from "../acting/sought.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** What the page Data management does: every call a number took part in, newest first. */
export const command: Command = {
  name: "search",
  usage:
    "--company SLUG --as EMAIL (--number - | --ssn -) [--tier exact|digits|possible]... [--from DAY] [--to DAY] [--nature private|business|untold]... [--apart only|without] [--shielded only|without] [--limit N]",
  summary: "finds the calls of a phone number or personal identity number",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ...SOUGHT_OPTIONS,
      limit: { type: "string", default: "1000" },
    });
    const most = Number(values.limit);
    if (!Number.isInteger(most) || most < 1) throw new UsageError("--limit is a whole number of calls.");
    const sought = await readSought(values, io, TIERS);
    return await asPerson(values, (ctx) => print(ctx, sought, most, io));
  },
};

const PAGE = 200;

async function print(
  ctx: CompanyContext,
  sought: Awaited<ReturnType<typeof readSought>>,
  most: number,
  io: Io,
): Promise<number> {
  let shown = 0;
  let restricted = 0;
  let cursor: string | undefined;
  do {
    const limit = Math.min(PAGE, most - shown);
    const answer = await search(ctx, { ...sought, limit, ...(cursor === undefined ? {} : { cursor }) });
    if (!answer.read.searchable)
      throw new AppError(
        "bad-input",
        `This is nothing to search for: ${answer.read.sentence}. Give a telephone number or a personal identity number.`,
      );
    for (const { hitId, source, note, date, product, extension, role, class: dataClass, tier } of answer.hits) {
      io.out({ hitId, source, note, date, product, extension, role, class: dataClass, tier });
    }
    shown += answer.hits.length;
    restricted = answer.restricted.calls;
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined && shown < most);
  io.note(`hits=${shown}${cursor === undefined ? "" : " (there are more: raise --limit)"}`);
  if (restricted > 0) io.note(`restricted=${restricted} (stored and not shown)`);
  return 0;
}
