import { z } from "zod";
import type { Tx } from "#db/with-company.ts";
import { AppError } from "../../domain/app-error.ts";
import { type LayoutRow, listLayouts } from "../../store/layouts.ts";

export const LayoutId = z.strictObject({ layoutId: z.int().positive() });
export type LayoutId = z.infer<typeof LayoutId>;

export const LayoutVersionId = z.strictObject({ ...LayoutId.shape, version: z.int().positive() });
export type LayoutVersionId = z.infer<typeof LayoutVersionId>;

/** Throws AppError "not-found" for one that is not the company's, or was removed. */
export async function layoutById(tx: Tx, companyId: number, id: number): Promise<LayoutRow> {
  const [row] = await listLayouts(tx, companyId, { id, limit: 1, offset: 0 });
  if (row === undefined) throw new AppError("not-found", "There is no such layout. The list shows those there are.");
  return row;
}
