import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const ERASURE_STATES = [
  "waiting",
  "destroying",
  "deleting",
  "cleaning",
  "searching",
  "done",
  "undone",
  "failed",
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

export interface ErasureView {
  readonly erasureId: string;
  /** waiting = within its grace; destroying = keys; deleting = rows; cleaning = raw, inbox, exports; searching = the re-search. */
  readonly state: ErasureState;
  readonly scope: "person" | "rows";
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly startsAt: Date;
  readonly finishedAt: Date | null;
  readonly rows: number;
  readonly rowsDone: number;
  readonly canBeUndone: boolean;
  readonly outcome: "complete" | "partial" | null;
  readonly certificateId: string | null;
  readonly problem: string | null;
}

/** Erasures of this company, newest first. */
export async function listErasures(ctx: CompanyContext): Promise<readonly ErasureView[]> {
  authoriseCompany(ctx, "certificate.see");
  throw new AppError("unavailable", "Erasure is not there yet.");
}

export const ReadErasureInput = z.strictObject({ erasureId: z.uuid() });
export type ReadErasureInput = z.infer<typeof ReadErasureInput>;

/** How far one erasure is. */
export async function readErasure(ctx: CompanyContext, input: ReadErasureInput): Promise<ErasureView> {
  authoriseCompany(ctx, "certificate.see");
  ReadErasureInput.parse(input);
  throw new AppError("unavailable", "Erasure is not there yet.");
}
