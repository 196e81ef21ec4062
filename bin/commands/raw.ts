import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { previewReplay, requestReplay } from "#server/ingest/index.ts";
import { eachRawDamage, listRaw, listRawWorks, requestVerify, type RawWorkView } from "#server/privacy/index.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { followWork, requireDone } from "../acting/progress.ts";
import { runVerb, type Verb } from "../acting/verbs.ts";
import { type Command, type Io, parseArgs } from "../command.ts";
import { needed, periodOf, readingOf, sourceOf } from "../options.ts";

const OPTIONS = {
  source: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  before: { type: "string" },
  purpose: { type: "string" },
  driver: { type: "string" },
  option: { type: "string", multiple: true },
  layout: { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

/** Raw records of stored calls, as their page shows them, verifies them and reads them again. */
export const command: Command = {
  name: "raw",
  usage: [
    "list --company SLUG --as EMAIL --source ID [--before DAY]",
    "verify --company SLUG --as EMAIL --source ID --from DAY [--to DAY]",
    "replay --company SLUG --as EMAIL --source ID --from DAY [--to DAY] --driver ID [--option K=V]... [--layout ID:VERSION] [--purpose TEXT --yes]",
  ].join("\n"),
  summary:
    "lists the raw records of stored calls, says whether they are whole, and reads them again with another driver",
  async run(args, io) {
    const typed = parseArgs(args, { ...PERSON_OPTIONS, ...OPTIONS });
    return await runVerb(VERBS, typed, "Say one of: raw list, verify, replay.", io);
  },
};

const VERBS: Readonly<Record<string, Verb>> = {
  list: (values) => {
    const sourceId = sourceOf(values);
    const before = values["before"];
    return async (ctx, io) => {
      const list = await listRaw(ctx, { sourceId, ...(typeof before === "string" ? { before } : {}) });
      for (const day of list.days) io.out(day);
      if (list.next !== null) io.note(`there are more: go on with --before ${list.next}`);
    };
  },
  verify: (values) => {
    const asked = { sourceId: sourceOf(values), ...periodOf(values) };
    return async (ctx, io) => {
      const { workId } = await requestVerify(ctx, asked);
      const work = await followed(ctx, asked.sourceId, workId, io);
      requireDone(work, "Verifying");
      if ((work.counts["damaged"] ?? 0) === 0) return;
      for await (const row of eachRawDamage(ctx, workId)) io.out(row);
      throw new AppError("corrupt", "Some raw records are damaged. Restore them from a backup, or erase their calls.");
    };
  },
  replay: (values) => {
    const asked = { sourceId: sourceOf(values), ...periodOf(values), ...readingOf(values) };
    const isMeant = values["yes"] === true;
    const purpose = isMeant ? needed(values, "purpose") : "";
    return async (ctx, io) => {
      if (!isMeant) {
        io.out(await previewReplay(ctx, asked));
        io.note("nothing was stored: say --yes and --purpose to read all of them again");
        return;
      }
      const { workId } = await requestReplay(ctx, { ...asked, purpose });
      const work = await followed(ctx, asked.sourceId, workId, io);
      requireDone(work, "Reading the calls again");
    };
  },
};

async function followed(ctx: CompanyContext, sourceId: number, workId: string, io: Io): Promise<RawWorkView> {
  const list = () => listRawWorks(ctx, { sourceId });
  const said = (work: RawWorkView) => `${work.segmentsDone} of ${work.segmentsTotal} segments`;
  const work = await followWork(workId, list, said, io.note);
  io.out({ workId, state: work.state, ...work.counts });
  return work;
}
