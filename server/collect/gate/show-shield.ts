import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { CATALOGUE } from "../../domain/shield/catalogue.ts";
import { SHIELD_CATEGORY_NAMES, type ShieldCategory } from "../../domain/shield/categories.ts";
import { NO_SHIELD, shieldSettings } from "../../domain/shield/shield-settings.ts";
import { readGate } from "../../store/gate.ts";

export interface ShieldView {
  /** To be sent along with a change: 0 where nothing was ever said. */
  readonly version: number;
  readonly setAt: Date | null;
  readonly setByName: string | null;
  readonly categories: readonly ShieldedCategory[];
  /** The company's own. */
  readonly numbers: readonly ShieldedOwn[];
}

export interface ShieldedCategory {
  readonly category: ShieldCategory;
  /** null: the catalogue's numbers of it are not shielded. */
  readonly since: Date | null;
  /** Taken away, and shielded up to then. */
  readonly until: Date | null;
  readonly catalogue: readonly { readonly number: string; readonly organisation: string }[];
}

export interface ShieldedOwn {
  readonly id: number;
  readonly category: ShieldCategory;
  readonly number: string;
  readonly since: Date;
  readonly until: Date | null;
}

/** What is shielded, and what is about to be shielded no more. */
export async function showShield(ctx: CompanyContext): Promise<ShieldView> {
  authoriseCompany(ctx, "processing.see");
  const { id, country } = ctx.company;
  const row = await withCompany(door(ctx, "web"), id, (tx) => readGate(tx, id, "shield"), { readOnly: true });
  const { categories, numbers } = shieldSettings.safeParse(row?.settings ?? NO_SHIELD).data ?? NO_SHIELD;
  const now = ctx.clock();
  const holds = ({ until }: { readonly until: string | null }) => until === null || Date.parse(until) > now.getTime();
  const said = new Map(categories.filter(holds).map((one) => [one.category, one]));
  return {
    version: row?.version ?? 0,
    setAt: row?.setAt ?? null,
    setByName: row?.setByName ?? null,
    categories: SHIELD_CATEGORY_NAMES.map((category) => {
      const own = said.get(category);
      return {
        category,
        since: own === undefined ? null : new Date(own.since),
        until: own?.until == null ? null : new Date(own.until),
        catalogue: CATALOGUE.filter((one) => one.category === category && one.country === country).map(
          ({ number, organisation }) => ({ number, organisation }),
        ),
      };
    }),
    numbers: numbers
      .filter(holds)
      .map((one) => ({ ...one, since: new Date(one.since), until: one.until === null ? null : new Date(one.until) })),
  };
}
