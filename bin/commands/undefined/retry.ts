import type { CompanyContext } from "#server/context.ts";
import { type AgainInput, type AgainView, listAgain, previewAgain, requestAgain } from "#server/ingest/index.ts";
import { followWork, requireDone } from "../../acting/progress.ts";
import type { Io } from "../../command.ts";

/** Without `yes` only what the first lines would become; with it the worker reads them all, and the outcome is printed. */
export async function retryLines(ctx: CompanyContext, asked: AgainInput, yes: boolean, io: Io): Promise<void> {
  if (!yes) {
    io.out(await previewAgain(ctx, asked));
    io.note("nothing was stored: say --yes to read all of them again");
    return;
  }
  const { workId } = await requestAgain(ctx, asked);
  const said = (one: AgainView) => `${one.linesDone} of ${one.linesTotal} lines read`;
  const work = await followWork(workId, () => listAgain(ctx), said, io.note);
  const { state, records, duplicates, joined, filtered, linesLeft } = work;
  io.out({ workId, state, records, duplicates, joined, filtered, linesLeft });
  requireDone(work, "Reading the lines again");
}
