import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { daysBetween } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { addRawWork, countRaw, requireRawRoom, sourceById } from "../../store/index.ts";
import { placesOf, rawSlicesByDay } from "./raw-days.ts";

const MOST_DAYS = 400;

/** The days are those of the calls, both included. */
export const VerifyRawInput = z
  .strictObject({ sourceId: z.int().positive(), from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] })
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, {
    message: "Choose 400 days at most.",
    path: ["from"],
  });
export type VerifyRawInput = z.infer<typeof VerifyRawInput>;

/** Opens every raw record of the period, in the worker, and says of each whether it is whole. Throws AppError "conflict", "limit". */
export async function requestVerify(ctx: CompanyContext, input: VerifyRawInput): Promise<{ readonly workId: string }> {
  authoriseCompany(ctx, "undefined.see");
  const { sourceId, from, to } = VerifyRawInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can have raw records verified.");
  const companyId = ctx.company.id;
  const source = await withCompany(door(ctx, "web"), companyId, (tx) => sourceById(tx, companyId, sourceId));
  if (source === null) throw new AppError("not-found", "There is no such source. Look at the list of sources again.");
  const days = (await rawSlicesByDay(ctx, source.product)).filter(([day]) => day >= from && day <= to);
  const places = placesOf(
    companyId,
    sourceId,
    days.flatMap(([, slices]) => slices),
  );
  const workId = randomUUID();
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await requireRawRoom(tx, companyId, sourceId);
    const counts = await countRaw(tx, places);
    const segmentsTotal = counts.reduce((sum, one) => sum + Number(one.segments), 0);
    const work = { companyId, id: workId, accountId, kind: "verify", sourceId, fromDay: from, toDay: to } as const;
    await addRawWork(tx, { ...work, segmentsTotal, createdAt: ctx.clock() });
    await enqueue(tx, "verify-raw", { companyId, workId });
    await audit(ctx, tx, { action: "raw.verify", detail: { work: workId, source: sourceId, from, to, segmentsTotal } });
  });
  return { workId };
}
