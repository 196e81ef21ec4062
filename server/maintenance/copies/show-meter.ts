import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { type Exposure, readExposure } from "../../privacy/copies/exposure.ts";
import { listExposure } from "../../store/copy-ages.ts";
import { canaryNights, type NightView } from "./canary-nights.ts";

export interface MeterView {
  readonly exposure: Exposure;
  /** Numbers and identity numbers of the last 30 days, as written down; the oldest first, today measured now. */
  readonly line: readonly number[];
  readonly night: NightView | null;
}

/** What a leak would give away now, in a line for the overview, and how the last canary fared. */
export async function showMeter(ctx: CompanyContext): Promise<MeterView> {
  authoriseCompany(ctx, "copies.see");
  const { id, timeZone } = ctx.company;
  const today = dayIn(timeZone, ctx.clock());
  const { exposure, days } = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => ({
      exposure: await readExposure(tx, ctx),
      days: await listExposure(tx, id, addDays(today, -30)),
    }),
    { readOnly: true },
  );
  const before = days.filter(({ day }) => day < today).map(({ numbers, ssns }) => numbers + ssns);
  return {
    exposure,
    line: [...before, exposure.numbers + exposure.ssns],
    night: (await canaryNights(ctx, 1))[0] ?? null,
  };
}
