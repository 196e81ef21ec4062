import { z } from "zod";
import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { LAYOUT_LIMIT, readLayout } from "../../drivers/layout/read-layout.ts";
import { addLayout, addLayoutVersion, layoutText, type LayoutRow, renameLayout } from "../../store/layouts.ts";
import { layoutById } from "./layout-id.ts";
import { requireNoPeople } from "./without-people.ts";

/** A layout is saved a few times while it is made; who changes it every day needs something else. */
const MOST_VERSIONS = 200;

export const SaveLayoutInput = z.strictObject({
  /** The layout that gets a new version; a new layout without it. */
  layoutId: z.int().positive().optional(),
  /** The version that was changed: somebody else may have saved another one meanwhile. */
  basedOn: z.int().positive().optional(),
  name: z.string().trim().min(1).max(80),
  /** JSON. */
  layout: z.string().max(2 * LAYOUT_LIMIT),
});
export type SaveLayoutInput = z.input<typeof SaveLayoutInput>;

export interface SavedLayout {
  readonly layoutId: number;
  readonly version: number;
}

/**
 * Saves a layout as a new version; versions never change, and nothing is read by it before a source names it. What says the
 * same as the version it was made from is that version. Throws AppError "bad-input" with the place, or "conflict".
 */
export async function saveLayout(ctx: CompanyContext, input: SaveLayoutInput): Promise<SavedLayout> {
  authoriseCompany(ctx, "source.change");
  const { layoutId, basedOn, name, layout: text } = SaveLayoutInput.parse(input);
  const now = ctx.clock();
  const { kind } = readLayout(text);
  const given: unknown = JSON.parse(text);
  requireNoPeople(name, given, now);
  const layout = JSON.stringify(given);
  const { id: companyId } = ctx.company;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = layoutId === undefined ? null : await layoutById(tx, companyId, layoutId);
    const id = row === null ? await added(tx, companyId, name, now) : await renamed(tx, companyId, row, name);
    if (row !== null && basedOn !== undefined && basedOn !== row.version) throw savedMeanwhile();
    if (row !== null && (await layoutText(tx, companyId, id, row.version)) === layout)
      return { layoutId: id, version: row.version };
    const version = (row?.version ?? 0) + 1;
    if (version > MOST_VERSIONS) throw tooMany();
    const by = { madeBy: ctx.actor.accountId, madeByName: ctx.actor.name, madeAt: now };
    if (!(await addLayoutVersion(tx, { companyId, layoutId: id, version, kind, layout, ...by })))
      throw savedMeanwhile();
    await audit(ctx, tx, { action: "layout.save", detail: { layoutId: id, version, kind } });
    return { layoutId: id, version };
  });
}

async function added(tx: Tx, companyId: number, name: string, now: Date): Promise<number> {
  const id = await addLayout(tx, companyId, name, now);
  if (id === null) throw nameTaken();
  return id;
}

async function renamed(tx: Tx, companyId: number, row: LayoutRow, name: string): Promise<number> {
  if (row.name !== name && !(await renameLayout(tx, companyId, row.id, name))) throw nameTaken();
  return row.id;
}

function nameTaken(): AppError {
  return new AppError("bad-input", "Another layout has this name already. Choose another one.", { field: "name" });
}

function savedMeanwhile(): AppError {
  return new AppError(
    "conflict",
    "Somebody else has saved a newer version meanwhile. Take the layout's JSON along, open the newest version and compare.",
  );
}

function tooMany(): AppError {
  return new AppError("limit", `A layout has at most ${MOST_VERSIONS} versions. Save it as a new one.`);
}
