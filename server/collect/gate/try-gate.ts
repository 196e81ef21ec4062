import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { filterSettings, NO_FILTER } from "../../domain/filter/filter-settings.ts";
import { siteOf } from "../../domain/numbers/index.ts";
import { driverNamed, framingOf } from "../../drivers/catalogue.ts";
import { createFramer } from "../../drivers/framing.ts";
import { type TriedFrame, tryFrames } from "../../gate/index.ts";
import { readGate } from "../../store/gate.ts";
import { driverOptionsOf } from "../../store/source-options.ts";
import { sourceById } from "../../store/sources.ts";
import { checkRules, RulesInput } from "./filter-input.ts";

/** Lines pasted by somebody, and rules that may not be kept yet; left out, those that hold. */
export const TryGateInput = z.strictObject({
  sourceId: z.int().positive(),
  sample: z.string().min(1).max(65_536),
  filter: RulesInput.optional(),
});
export type TryGateInput = z.input<typeof TryGateInput>;

export interface TriedGate {
  readonly frames: readonly TriedFrame[];
  /** Whether the sample held more than was tried. */
  readonly cut: boolean;
}

const MOST_FRAMES = 200;

/** What would become of these lines. Nothing of them is kept or answered but what was decided. */
export async function tryGate(ctx: CompanyContext, input: TryGateInput): Promise<TriedGate> {
  authoriseCompany(ctx, "processing.see");
  const { sourceId, sample, filter } = TryGateInput.parse(input);
  const { id, country, timeZone } = ctx.company;
  const { source, stored } = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => ({
      source: await sourceById(tx, id, sourceId),
      stored: {
        filter: (await readGate(tx, id, "filter"))?.settings,
        shield: (await readGate(tx, id, "shield"))?.settings,
      },
    }),
    { readOnly: true },
  );
  if (source === null) throw new AppError("not-found", "This source does not exist.");
  if (filter !== undefined) checkRules(filter.rules, { country, organisations: true });
  const driver = driverNamed(source.driver);
  const options = await driverOptionsOf(door(ctx, "web"), source);
  const framer = createFramer(framingOf(driver, options));
  const frames = [...framer.push(Buffer.from(sample)), ...framer.finish()];
  const rules = filter?.rules.map((rule, at) => ({ ...rule, id: at + 1 }));
  const tried = {
    filter:
      rules === undefined ? (stored.filter ?? NO_FILTER) : filterSettings.parse({ rules, others: filter?.others }),
    shield: stored.shield ?? null,
  };
  const place = {
    sourceId,
    decode: driver.configure(options),
    site: siteOf(ctx.company, source),
    zone: source.timeZone ?? timeZone,
  };
  return {
    frames: tryFrames(tried, place, frames.slice(0, MOST_FRAMES), ctx.clock()),
    cut: frames.length > MOST_FRAMES,
  };
}
