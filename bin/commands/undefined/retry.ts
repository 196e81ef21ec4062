import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { type AgainInput, type AgainView, listAgain, previewAgain, requestAgain } from "#server/ingest/index.ts";
import { follow } from "../../acting/progress.ts";
import type { Io } from "../../command.ts";

/** Without `yes` only what the first lines would become; with it the worker reads them all, and the outcome is printed. */
export async function retryLines(ctx: CompanyContext, asked: AgainInput, yes: boolean, io: Io): Promise<void> {
  if (!yes) {
    io.out(await previewAgain(ctx, asked));
    io.note("nothing was stored: say --yes to read all of them again");
    return;
  }
  const { workId } = await requestAgain(ctx, asked);
  const work = await follow(
    () => workOf(ctx, workId),
    ({ state }) => state !== "waiting" && state !== "running",
    ({ linesDone, linesTotal }) => `${linesDone} of ${linesTotal} lines read`,
    io.note,
  );
  const { state, records, duplicates, joined, filtered, linesLeft } = work;
  io.out({ workId, state, records, duplicates, joined, filtered, linesLeft });
  if (state !== "done") throw new AppError("conflict", `Reading the lines again has ended: ${state}.`);
}

async function workOf(ctx: CompanyContext, workId: string): Promise<AgainView> {
  const work = (await listAgain(ctx)).find((one) => one.workId === workId);
  if (work === undefined) throw new AppError("not-found", "There is no such work under way. Look at the list again.");
  return work;
}
