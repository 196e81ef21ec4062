import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { addDays, type Day, startOfDay } from "../../domain/zoned-time.ts";
import { type LinesPlace, pageUndefinedLines, sourceById } from "../../store/index.ts";
import { lineDays } from "./show-undefined.ts";

/** Lines of a source received on a day, in the company's zone. */
export const DayInput = z.strictObject({ sourceId: z.int().positive(), day: z.iso.date() });
export type DayInput = z.infer<typeof DayInput>;

export const ListLinesInput = z.strictObject({
  ...DayInput.shape,
  reason: z.string().max(200).optional(),
  shortestBytes: z.int().min(0).max(100_000_000).optional(),
  /** The last line of the page before. */
  after: z.strictObject({ receivedAt: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListLinesInput = z.input<typeof ListLinesInput>;

export interface UndefinedLine {
  readonly id: string;
  readonly receivedAt: Date;
  /** Bytes from the start of what brought it. */
  readonly position: number;
  readonly reason: string;
  readonly lengthBytes: number;
  readonly endsOn: Day;
}

export interface LinesPage {
  readonly lines: readonly UndefinedLine[];
  readonly next: { readonly receivedAt: Date; readonly id: string } | null;
}

/** A page of lines without their text, in the order in which they were received. */
export async function listLines(ctx: CompanyContext, input: ListLinesInput): Promise<LinesPage> {
  authoriseCompany(ctx, "undefined.see");
  const { reason, shortestBytes, after, limit, ...of } = ListLinesInput.parse(input);
  const place = await placeOfDay(ctx, of);
  const page = {
    ...(reason === undefined ? {} : { reason }),
    ...(shortestBytes === undefined ? {} : { shortestBytes }),
    ...(after === undefined ? {} : { after }),
  };
  const rows = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    async (tx) => {
      if ((await sourceById(tx, ctx.company.id, of.sourceId)) === null)
        throw new AppError("not-found", "There is no such source. Look at the list of sources again.");
      return pageUndefinedLines(tx, place, { ...page, limit: limit + 1 });
    },
    { readOnly: true },
  );
  const lines = rows.slice(0, limit).map((row) => ({
    ...{ id: row.id, receivedAt: row.receivedAt, position: Number(row.position), reason: row.reason },
    ...{ lengthBytes: row.lengthBytes, endsOn: row.expiresOn },
  }));
  const last = lines.at(-1);
  const next = rows.length > limit && last !== undefined ? { receivedAt: last.receivedAt, id: last.id } : null;
  return { lines, next };
}

export async function placeOfDay(
  ctx: Pick<CompanyContext, "keyring" | "company">,
  { sourceId, day }: DayInput,
  to: Day = day,
): Promise<LinesPlace> {
  const { id: companyId, timeZone } = ctx.company;
  const [from, before] = [startOfDay(day, timeZone), startOfDay(addDays(to, 1), timeZone)];
  return { companyId, sourceId, days: await lineDays(ctx), from, before };
}
