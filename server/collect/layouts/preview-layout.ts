import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../../context.ts";
import { LAYOUT_LIMIT, readLayout } from "../../drivers/layout/read-layout.ts";
import { type ExplainedFact, type ExplainedField, explainLayout } from "../../drivers/layout/explain.ts";
import type { DecodedRecord } from "../../drivers/driver.ts";

/** Characters of a sample: some two hundred lines, and less than one packet of the portal may hold. */
export const SAMPLE_LIMIT = 65_536;

export const SampleInput = z.strictObject({
  /** A few lines of a system's own records. They are looked at and forgotten: nothing of them is stored or logged. */
  sample: z.string().min(1).max(SAMPLE_LIMIT),
  /** The zone and the extensions of the source's site, where they are not the company's. */
  timeZone: z.string().max(64).optional(),
  extensionDigits: z.int().min(2).max(8).optional(),
});

export type SampleInput = z.input<typeof SampleInput>;

export const PreviewLayoutInput = z.strictObject({
  ...SampleInput.shape,
  layout: z.string().max(2 * LAYOUT_LIMIT),
});
export type PreviewLayoutInput = z.input<typeof PreviewLayoutInput>;

export interface PreviewedLine {
  readonly line: number;
  readonly became: "records" | "leg" | "nothing" | "undefined";
  readonly reason: string | null;
  readonly fields: readonly Pick<ExplainedField, "field" | "text" | "used">[];
  readonly facts: readonly ExplainedFact[];
  readonly record: PreviewedRecord | null;
}

export type PreviewedRecord = Pick<
  DecodedRecord,
  "startedAt" | "durationSeconds" | "ringSeconds" | "direction" | "disposition" | "extension"
> & { readonly values: readonly { readonly role: string; readonly class: string; readonly text: string }[] };

export interface PreviewedLayout {
  readonly lines: readonly PreviewedLine[];
  readonly cut: boolean;
}

/**
 * What each line of a sample becomes under a layout, and why, field by field. Answers whoever sent the sample with its own
 * text; nothing is stored, logged or audited, since nothing of the company's was opened. Throws AppError "bad-input".
 */
export async function previewLayout(ctx: CompanyContext, input: PreviewLayoutInput): Promise<PreviewedLayout> {
  authoriseCompany(ctx, "source.change");
  const { layout, sample, ...site } = PreviewLayoutInput.parse(input);
  const { frames, cut } = explainLayout(readLayout(layout), sample, siteOf(ctx, site));
  return { cut, lines: frames.map(({ record, ...line }) => ({ ...line, record: record && recordOf(record) })) };
}

function recordOf({ values, ...record }: DecodedRecord): PreviewedRecord {
  const { startedAt, durationSeconds, ringSeconds, direction, disposition, extension } = record;
  return {
    ...{ startedAt, durationSeconds, ringSeconds, direction, disposition, extension },
    values: values.map(({ role, class: as, text }) => ({ role, class: as, text })),
  };
}

/** Where the sample was written, as the driver needs it. */
export function siteOf(
  ctx: CompanyContext,
  { timeZone, extensionDigits }: { timeZone?: string | undefined; extensionDigits?: number | undefined },
) {
  return {
    receivedAt: ctx.clock(),
    timeZone: isZone(timeZone) ? timeZone : ctx.company.timeZone,
    extensionDigits: extensionDigits ?? ctx.company.extensionDigits,
  };
}

function isZone(zone: string | undefined): zone is string {
  try {
    return zone !== undefined && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
