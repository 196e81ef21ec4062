import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { addUndefinedWork, countUndefinedLines, listUndefinedWork } from "../../store/index.ts";
import { settingsToTry } from "../load-settings.ts";
import { AgainInput, guardSight, placeOf, readingOf } from "./again-input.ts";

/** Works of a company at once; of a source there is one. */
const AT_ONCE = 3;
const MOST_COUNTS = 20_000;

/**
 * Reads the lines of a period anew, in the worker. What becomes a call is stored as at its reception, under today's rules:
 * nobody who was erased comes back. Throws AppError "bad-input" for the driver's options, "conflict" and "limit".
 */
export async function requestAgain(ctx: CompanyContext, input: AgainInput): Promise<{ readonly workId: string }> {
  authoriseCompany(ctx, "undefined.change");
  guardSight(ctx);
  const asked = AgainInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can have lines read again.");
  const companyId = ctx.company.id;
  const { sourceId, from, to, driver } = asked;
  const reading = readingOf(asked);
  await settingsToTry(door(ctx, "web"), companyId, sourceId, reading);
  const place = await placeOf(ctx, asked);
  const workId = randomUUID();
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const open = await listUndefinedWork(tx, companyId, { open: true, kind: "again", limit: 100 });
    if (open.some((work) => work.sourceId === sourceId))
      throw new AppError("conflict", "Lines of this source are being read again already. Wait for it, or cancel it.");
    if (open.length >= AT_ONCE)
      throw new AppError("limit", `Lines of ${AT_ONCE} sources are being read again already. Wait for one of them.`, {
        retry: true,
      });
    const counts = await countUndefinedLines(tx, companyId, place.days, ctx.company.timeZone, MOST_COUNTS);
    const mine = counts.filter((one) => one.sourceId === sourceId && one.day >= from && one.day <= to);
    const linesTotal = mine.reduce((sum, one) => sum + Number(one.lines), 0);
    if (linesTotal === 0)
      throw new AppError("not-found", "There is no such line any more on these days. Look at the list again.");
    await addUndefinedWork(tx, {
      ...{
        companyId,
        id: workId,
        accountId,
        kind: "again",
        sourceId,
        fromDay: from,
        toDay: to,
        slices: [],
        linesTotal,
      },
      ...{ fromAt: place.from, beforeAt: place.before, createdAt: ctx.clock(), ...reading },
      driverOptions: asked.driverOptions,
    });
    await enqueue(tx, "read-again", { companyId, workId });
    await audit(ctx, tx, {
      action: "undefined.again",
      detail: { work: workId, source: sourceId, driver, from, to, undefinedLines: linesTotal },
    });
  });
  return { workId };
}
