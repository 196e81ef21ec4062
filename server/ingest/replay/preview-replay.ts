import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { rawPage } from "../../store/raw-lists.ts";
import { guardSight, readingOf } from "../again/again-input.ts";
import { settingsToCompare } from "../load-settings.ts";
import { rangeOf, readSegments } from "./open-reader.ts";
import { PreviewReplayInput } from "./replay-input.ts";
import { countsOf } from "./run-replay.ts";

/** Segments that are tried: up to some hundreds of calls. */
const SAMPLE_SEGMENTS = 4;

/** What calls would become; no word of theirs is told, and nothing is stored. */
export interface ReplayPreview {
  readonly sampled: number;
  readonly same: number;
  readonly changed: number;
  /** The most frequent first: in which fields they are read otherwise, e.g. `duration`, `called.phone`. */
  readonly fields: readonly { readonly field: string; readonly calls: number }[];
  /** Not understood: they stay as they are. */
  readonly undefined: number;
  /** Left as they are: something of them was erased, or has ended. */
  readonly gone: number;
  /** Left as they are: they are held or restricted, or somebody has put them right. */
  readonly kept: number;
  /** Left as they are: the filter or the shield of today stands before them. */
  readonly gate: number;
  /** Nobody can open them. */
  readonly damaged: number;
}

/** Tries how the first calls of a period would be read. It opens sealed records, hence a row in the audit. */
export async function previewReplay(ctx: CompanyContext, input: PreviewReplayInput): Promise<ReplayPreview> {
  authoriseCompany(ctx, "undefined.change");
  guardSight(ctx);
  const asked = PreviewReplayInput.parse(input);
  const { sourceId, driver, from, to } = asked;
  const companyId = ctx.company.id;
  const web = door(ctx, "web");
  const settings = await settingsToCompare(web, companyId, sourceId, readingOf(asked));
  const range = await rangeOf(ctx, { companyId, sourceId, product: settings.product, from, to });
  const rows = await withCompany(web, companyId, async (tx) => {
    const found = await rawPage(tx, range.places, { after: null, limit: SAMPLE_SEGMENTS });
    await audit(ctx, tx, { action: "raw.preview", detail: { source: sourceId, driver, segments: found.length } });
    return found;
  });
  const place = { keyring: ctx.keyring, web, clock: ctx.clock };
  const counts = countsOf(await readSegments(place, settings, driver, range, rows));
  const of = (key: string) => counts[key] ?? 0;
  const fields = Object.entries(counts)
    .filter(([key]) => key.startsWith(FIELD))
    .map(([key, calls]) => ({ field: key.slice(FIELD.length), calls }))
    .sort((a, b) => b.calls - a.calls);
  const fates = { same: of("same"), changed: of("changed"), undefined: of("undefined"), gone: of("gone") };
  const others = { kept: of("kept"), gate: of("gate"), damaged: of("damaged") };
  const sampled = Object.values({ ...fates, ...others }).reduce((sum, count) => sum + count, 0);
  return { sampled, ...fates, ...others, fields };
}

const FIELD = "field.";
