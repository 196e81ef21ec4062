import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { countRaw } from "../../store/raw-lists.ts";
import { addRawWork, requireRawRoom } from "../../store/raw-work.ts";
import { guardSight, readingOf } from "../again/again-input.ts";
import { settingsToTry } from "../load-settings.ts";
import { rangeOf } from "./open-reader.ts";
import { ReplayInput, requirePurpose } from "./replay-input.ts";

/**
 * Reads the raw records of a period anew, in the worker. Calls that are read otherwise change; nothing is kept longer by it, and
 * nobody who was erased comes back. Throws AppError "bad-input" for the driver's options, "conflict", "limit" and "not-found".
 */
export async function requestReplay(ctx: CompanyContext, input: ReplayInput): Promise<{ readonly workId: string }> {
  authoriseCompany(ctx, "undefined.change");
  guardSight(ctx);
  requireStepUp(ctx);
  const asked = ReplayInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can have calls read again.");
  const { sourceId, from, to, driver, purpose } = asked;
  requirePurpose(purpose, ctx);
  const companyId = ctx.company.id;
  const reading = readingOf(asked);
  const web = door(ctx, "web");
  const settings = await settingsToTry(web, companyId, sourceId, reading);
  const { places } = await rangeOf(ctx, { companyId, sourceId, product: settings.product, from, to });
  const workId = randomUUID();
  await withCompany(web, companyId, async (tx) => {
    await requireRawRoom(tx, companyId, sourceId);
    const counts = await countRaw(tx, places);
    const segmentsTotal = counts.reduce((sum, one) => sum + Number(one.segments), 0);
    if (segmentsTotal === 0)
      throw new AppError("not-found", "There is no raw record of calls on these days. Look at the list again.");
    const work = { companyId, id: workId, accountId, kind: "replay", sourceId, fromDay: from, toDay: to } as const;
    const by = { ...reading, driverOptions: asked.driverOptions };
    await addRawWork(tx, { ...work, ...by, segmentsTotal, createdAt: ctx.clock() });
    await enqueue(tx, "replay-raw", { companyId, workId });
    const detail = { work: workId, source: sourceId, driver, from, to, segmentsTotal };
    await audit(ctx, tx, { action: "raw.replay", purpose, detail });
  });
  return { workId };
}
