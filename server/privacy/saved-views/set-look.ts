import type { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { putPageLook } from "../../store/index.ts";
import { PageLook } from "./list-views.ts";

/** Remembers columns, density and the first view. A taste is neither read nor changed data of anybody: it is not audited. */
export async function setLook(ctx: CompanyContext, input: z.input<typeof PageLook>): Promise<void> {
  authoriseCompany(ctx, "data.search");
  const look = PageLook.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) return;
  await withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    putPageLook(tx, { companyId: ctx.company.id, accountId, look, changedAt: ctx.clock() }),
  );
}
