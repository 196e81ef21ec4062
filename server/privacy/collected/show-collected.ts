import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { COLLECTED_FIELDS, type CollectedField, isKept } from "../../domain/collected.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { type GroundRow, listDropped, listFields, listGrounds, type SsnGround } from "../../store/index.ts";

export interface GroundView {
  readonly ground: SsnGround;
  readonly reason: string;
  readonly justifiedAt: Date;
  readonly justifiedByName: string;
  readonly withdrawnAt: Date | null;
  readonly withdrawnByName: string | null;
}

export interface CollectedView {
  /** null: neither full nor truncated identity numbers are stored. */
  readonly ground: GroundView | null;
  /** The grounds of before, the newest first. */
  readonly earlier: readonly GroundView[];
  readonly fields: readonly {
    readonly field: CollectedField;
    readonly kept: boolean;
    readonly isDefault: boolean;
    readonly reason: string | null;
    readonly setByName: string | null;
    readonly setAt: Date | null;
  }[];
  /** How many values were left at the door since when: counts, never a value. */
  readonly dropped: readonly {
    readonly field: "ssn" | CollectedField;
    readonly product: Product;
    readonly since: Day;
    readonly dropped: number;
  }[];
}

/** What is collected of this company's calls, and what is left at the door. */
export async function showCollected(ctx: CompanyContext): Promise<CollectedView> {
  authoriseCompany(ctx, "retention.see");
  const { id } = ctx.company;
  const { grounds, fields, dropped } = await withCompany(door(ctx, "web"), id, async (tx) => ({
    grounds: await listGrounds(tx, id),
    fields: await listFields(tx, id),
    dropped: await listDropped(tx, id),
  }));
  const own = new Map(fields.map((row) => [row.field, row]));
  const kept = { fields: new Map(fields.map((row) => [row.field, row.kept])) };
  const known: readonly string[] = ["ssn", ...COLLECTED_FIELDS];
  return {
    ground: grounds.filter((row) => row.withdrawnAt === null).map(groundView)[0] ?? null,
    earlier: grounds.filter((row) => row.withdrawnAt !== null).map(groundView),
    fields: COLLECTED_FIELDS.map((field) => {
      const row = own.get(field);
      return {
        field,
        kept: isKept(kept, field),
        isDefault: row === undefined,
        reason: row?.reason ?? null,
        setByName: row?.setByName ?? null,
        setAt: row?.setAt ?? null,
      };
    }),
    dropped: dropped.flatMap((row) => {
      const product = nameOf(PRODUCTS, row.product);
      return product === undefined || !known.includes(row.field)
        ? []
        : [{ field: row.field as "ssn" | CollectedField, product, since: row.since, dropped: row.dropped }];
    }),
  };
}

function groundView(row: GroundRow): GroundView {
  const { ground, reason, justifiedAt, justifiedByName, withdrawnAt, withdrawnByName } = row;
  return { ground, reason, justifiedAt, justifiedByName, withdrawnAt, withdrawnByName };
}
