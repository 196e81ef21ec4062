import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { layoutText, listLayoutVersions, layoutUse } from "../../store/layouts.ts";
import { layoutById, LayoutId, LayoutVersionId } from "./layout-id.ts";

export interface LayoutView {
  readonly id: number;
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly LayoutVersionView[];
  readonly sources: readonly { readonly id: number; readonly name: string; readonly version: number }[];
}

export interface LayoutVersionView {
  readonly version: number;
  readonly kind: string;
  readonly madeAt: Date;
  readonly madeByName: string;
  /** What it has read of what is still stored: packets of raw records, and the records in them. */
  readonly segments: number;
  readonly records: number;
}

/** A layout's versions, what each has read, and which sources name it. */
export async function showLayout(ctx: CompanyContext, input: LayoutId): Promise<LayoutView> {
  authoriseCompany(ctx, "source.see");
  const { layoutId } = LayoutId.parse(input);
  const { id: companyId } = ctx.company;
  return await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      const { id, name } = await layoutById(tx, companyId, layoutId);
      const { read, sources } = await layoutUse(tx, companyId, id);
      const counts = new Map(read.map((one) => [one.version, one]));
      const versions = (await listLayoutVersions(tx, companyId, id)).map((one) => ({
        ...one,
        segments: counts.get(one.version)?.segments ?? 0,
        records: counts.get(one.version)?.records ?? 0,
      }));
      return { id, name, versions, sources };
    },
    { readOnly: true },
  );
}

/** The JSON of one version. */
export async function readLayoutVersion(
  ctx: CompanyContext,
  input: LayoutVersionId,
): Promise<{ readonly layout: string }> {
  authoriseCompany(ctx, "source.see");
  const { layoutId, version } = LayoutVersionId.parse(input);
  const { id: companyId } = ctx.company;
  const text = await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      await layoutById(tx, companyId, layoutId);
      return await layoutText(tx, companyId, layoutId, version);
    },
    { readOnly: true },
  );
  if (text === null) throw new AppError("not-found", "This layout has no such version.");
  return { layout: text };
}
