import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../domain/codes.ts";
import { addDays, type Day, dayIn } from "../domain/zoned-time.ts";
import { keyringStatus, liveSlices } from "../keyring/index.ts";
import { listPurges, listRules, listStored, type RuleRow } from "../store/index.ts";
import { companyRules } from "./retention/company-rules.ts";
import { RULED_CLASSES } from "./retention/apply-rules.ts";

export interface RuleView {
  readonly product: Product;
  readonly class: DataClass;
  /** null = switched off. */
  readonly keptDays: number | null;
  readonly isDefault: boolean;
  readonly reason: string | null;
  readonly setAt: Date | null;
  /** What happens at the end: a full SSN's truncated form lives on. */
  readonly action: "delete" | "truncate";
  /** The oldest call day that still has a living key; null when nothing is held. */
  readonly oldestDay: Day | null;
}

export interface Night {
  readonly day: Day;
  readonly values: number;
  readonly byProduct: readonly { readonly product: Product; readonly class: DataClass; readonly values: number }[];
}

export interface RetentionView {
  readonly rules: readonly RuleView[];
  /** The last 30 nights, what went. */
  readonly went: readonly Night[];
  /** The next 30 nights, what will go. */
  readonly goes: readonly Night[];
  readonly lastSweepAt: Date | null;
  /** How long it took; null while no sweep has been timed. */
  readonly lastSweepMs: number | null;
}

const NIGHTS = 30;

/** The rules that hold, what went in the last nights, and what will go in the next ones. */
export async function showRetention(ctx: CompanyContext): Promise<RetentionView> {
  authoriseCompany(ctx, "retention.see");
  const companyId = ctx.company.id;
  const today = dayIn(ctx.company.timeZone, ctx.clock());
  const { rules, own, purges, stored } = await withCompany(door(ctx, "web"), companyId, async (tx) => ({
    rules: await companyRules(tx, companyId),
    own: await listRules(tx, companyId),
    purges: await listPurges(tx, companyId, { limit: 5_000 }),
    stored: await listStored(tx, companyId),
  }));
  const [slices, status] = await Promise.all([
    liveSlices(ctx.keyring, companyId, { classes: RULED_CLASSES }),
    keyringStatus(ctx.keyring),
  ]);
  const oldest = new Map<string, Day>();
  for (const slice of slices) {
    const key = `${slice.product} ${slice.class}`;
    if (slice.callDay < (oldest.get(key) ?? "9999")) oldest.set(key, slice.callDay);
  }
  const views = rules.all
    .filter((rule) => rule.class !== "name" || own.some((row) => isFor(row, rule.product, "name")))
    .map((rule): RuleView => {
      const row = own.find((one) => isFor(one, rule.product, rule.class));
      return {
        ...rule,
        isDefault: row === undefined,
        reason: row?.reason ?? null,
        setAt: row?.setAt ?? null,
        action: rule.class === "ssn" ? "truncate" : "delete",
        oldestDay: oldest.get(`${PRODUCTS[rule.product]} ${DATA_CLASSES[rule.class]}`) ?? null,
      };
    });
  const from = addDays(today, -NIGHTS);
  const went = purges
    .map((row) => ({ ...row, day: dayIn(ctx.company.timeZone, row.wentAt) }))
    .filter((row) => row.day > from);
  const goes = stored
    .map((row) => ({ ...row, day: row.expiresOn }))
    .filter((row) => row.day > today && row.day <= addDays(today, NIGHTS));
  return { rules: views, went: nights(went), goes: nights(goes), lastSweepAt: status.lastSweepAt, lastSweepMs: null };
}

function isFor(row: RuleRow, product: Product, cls: DataClass): boolean {
  return row.product === PRODUCTS[product] && row.class === DATA_CLASSES[cls];
}

function nights(rows: readonly { day: Day; product: number; class: number; held: number }[]): Night[] {
  const byDay = new Map<Day, Map<string, { product: Product; class: DataClass; values: number }>>();
  for (const row of rows) {
    const product = nameOf(PRODUCTS, row.product);
    const cls = nameOf(DATA_CLASSES, row.class);
    if (product === undefined || cls === undefined) continue;
    const night = byDay.get(row.day) ?? new Map<string, { product: Product; class: DataClass; values: number }>();
    const key = `${product} ${cls}`;
    night.set(key, { product, class: cls, values: (night.get(key)?.values ?? 0) + row.held });
    byDay.set(row.day, night);
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, night]) => ({
      day,
      values: [...night.values()].reduce((sum, one) => sum + one.values, 0),
      byProduct: [...night.values()],
    }));
}
