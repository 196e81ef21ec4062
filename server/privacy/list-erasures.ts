import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type ErasureRow, erasureById, listErasures as listRows } from "../store/index.ts";

export const ERASURE_STATES = [
  "asked",
  "waiting",
  "destroying",
  "deleting",
  "cleaning",
  "searching",
  "held",
  "done",
  "undone",
  "declined",
  "lapsed",
  "refused",
  "failed",
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

export interface ErasureView {
  readonly erasureId: string;
  /**
   * asked = a second person has to approve it; waiting = within its grace; destroying = keys; deleting = rows; cleaning = raw,
   * inbox, exports; searching = the re-search; held = done but for what a hold keeps; lapsed = nobody approved it in time.
   */
  readonly state: ErasureState;
  readonly scope: "person" | "rows";
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** null while it waits for a second person. */
  readonly startsAt: Date | null;
  readonly finishedAt: Date | null;
  readonly rows: number;
  readonly rowsDone: number;
  readonly canBeUndone: boolean;
  readonly outcome: "complete" | "partial" | "refused" | null;
  readonly certificateId: string | null;
  /** A sentence for people while it is being tried again. */
  readonly problem: string | null;
}

/** Those that somebody waits for, or has to look at. A company has at most two hundred under way. */
const OPEN = ["asked", "waiting", "destroying", "deleting", "cleaning", "searching", "failed"] as const;

export const ListErasuresInput = z.strictObject({
  /** Only those that are under way or have failed. */
  open: z.boolean().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(250).default(100),
});
export type ListErasuresInput = z.input<typeof ListErasuresInput>;

export interface ErasureList {
  readonly erasures: readonly ErasureView[];
  readonly next: string | null;
}

/** A page of the erasures of this company, newest first. */
export async function listErasures(ctx: CompanyContext, input: ListErasuresInput = {}): Promise<ErasureList> {
  authoriseCompany(ctx, "certificate.see");
  const { open, cursor, limit } = ListErasuresInput.parse(input);
  const page = {
    limit: limit + 1,
    ...(open ? { states: OPEN } : {}),
    ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
  };
  const rows = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => listRows(tx, ctx.company.id, page), {
    readOnly: true,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.createdAt.toISOString()} ${last.id}` : null;
  return { erasures: shown.map((row) => viewOf(row, ctx.clock())), next };
}

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(text: string): { createdAt: Date; id: string } {
  const parsed = Cursor.safeParse(text.split(" "));
  if (!parsed.success)
    throw new AppError("bad-input", "This page belongs to another list. Begin again with its first page.");
  return { createdAt: new Date(parsed.data[0]), id: parsed.data[1] };
}

export const ReadErasureInput = z.strictObject({ erasureId: z.uuid() });
export type ReadErasureInput = z.infer<typeof ReadErasureInput>;

/** How far one erasure is. */
export async function readErasure(ctx: CompanyContext, input: ReadErasureInput): Promise<ErasureView> {
  authoriseCompany(ctx, "certificate.see");
  const { erasureId } = ReadErasureInput.parse(input);
  const row = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => erasureById(tx, ctx.company.id, erasureId));
  if (row === null) throw new AppError("not-found", "There is no such erasure.");
  return viewOf(row, ctx.clock());
}

const OUTCOMES = ["complete", "partial", "refused"] as const;

function viewOf(row: ErasureRow, now: Date): ErasureView {
  const { scope, by, outcome } = row.detail;
  const startsAt = row.graceUntil ?? (row.state === "asked" ? null : row.createdAt);
  return {
    erasureId: row.id,
    state: ERASURE_STATES.find((state) => state === row.state) ?? "failed",
    scope: scope === "rows" ? "rows" : "person",
    reason: row.reason,
    requestedBy: typeof by === "string" ? by : "",
    requestedAt: row.createdAt,
    startsAt,
    finishedAt: row.finishedAt,
    rows: row.total,
    rowsDone: row.progress,
    canBeUndone: row.state === "waiting" && startsAt !== null && startsAt > now,
    outcome: OUTCOMES.find((one) => one === outcome) ?? null,
    certificateId: row.certificateId,
    problem: row.error,
  };
}
