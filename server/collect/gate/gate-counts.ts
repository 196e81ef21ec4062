import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { nameOf } from "../../domain/codes.ts";
import { GATE_COUNTS, type GateCountKind } from "../../domain/gate-counts.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { listGateCounts } from "../../store/gate.ts";

export const GateCountsInput = z.strictObject({ days: z.int().min(1).max(400).default(30) });
export type GateCountsInput = z.input<typeof GateCountsInput>;

export interface GateCountsView {
  readonly from: Day;
  readonly to: Day;
  readonly counts: readonly {
    readonly day: Day;
    readonly sourceId: number;
    readonly kind: GateCountKind;
    /** The rule's id, or the category's code. */
    readonly code: number;
    readonly frames: number;
  }[];
}

/** What the gate did on the last days, as far as it has been stored: counts alone. */
export async function gateCounts(ctx: CompanyContext, input: GateCountsInput): Promise<GateCountsView> {
  authoriseCompany(ctx, "processing.see");
  const { days } = GateCountsInput.parse(input);
  const { id, timeZone } = ctx.company;
  const to = dayIn(timeZone, ctx.clock());
  const from = addDays(to, 1 - days);
  const rows = await withCompany(door(ctx, "web"), id, (tx) => listGateCounts(tx, id, { from, to }), {
    readOnly: true,
  });
  return {
    from,
    to,
    counts: rows.flatMap(({ kind, ...row }) => {
      const name = nameOf(GATE_COUNTS, kind);
      return name === undefined ? [] : [{ ...row, kind: name }];
    }),
  };
}
