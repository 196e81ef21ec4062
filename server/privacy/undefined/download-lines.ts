import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { lineSight, maskLine } from "../../domain/masked-line.ts";
import { undefinedLinePlace } from "../../domain/raw/index.ts";
import { exportSight } from "../../domain/rights.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { openWithSlice } from "../../keyring/index.ts";
import { countUndefinedLines, type LinesPlace, pageUndefinedLines, type UndefinedPageRow } from "../../store/index.ts";
import { type MaskedValues, maskedValues } from "../retention/masked-values.ts";
import { DayInput, placeOfDay } from "./list-lines.ts";
import { hiddenByProfile, sightUnder, textOf } from "./open-lines.ts";
import { lineDays } from "./show-undefined.ts";
import { type HoldsUnused, unusedPeople } from "./unused-people.ts";

/** "bytes": one line a line, as they came; "json": a JSON object a line, with the reason and where it stood. */
export const DownloadLinesInput = z.strictObject({
  ...DayInput.shape,
  format: z.enum(["bytes", "json"]).default("bytes"),
  /** Why, in the person's own words; it stands in the audit. */
  purpose: z.string().trim().min(3).max(200),
});
export type DownloadLinesInput = z.input<typeof DownloadLinesInput>;

export interface LinesFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly chunks: AsyncGenerator<Buffer>;
}

const PAGE = 500;
const MOST_COUNTS = 20_000;

/** Whether a download would begin; the page asks before it sends its form, so that a refusal is told beside the button. */
export async function mayDownloadLines(ctx: CompanyContext, input: DownloadLinesInput): Promise<{ lines: number }> {
  const { asked } = authoriseDownload(ctx, input);
  const { company } = ctx;
  const days = await lineDays(ctx);
  const rows = await withCompany(
    door(ctx, "web"),
    company.id,
    (tx) => countUndefinedLines(tx, company.id, days, company.timeZone, MOST_COUNTS),
    { readOnly: true },
  );
  const mine = rows.filter((row) => row.sourceId === asked.sourceId && row.day === asked.day);
  const lines = mine.reduce((sum, row) => sum + Number(row.lines), 0);
  if (lines === 0) throw nothingThere();
  return { lines };
}

/**
 * The lines of a source and day as a stream, a page in memory at a time. The disclosure stands in the audit before the first
 * byte; how many lines went out stands there when the last one has. Lines that hold somebody restricted stay out.
 */
export async function downloadLines(ctx: CompanyContext, input: DownloadLinesInput): Promise<LinesFile> {
  const { asked, sight } = authoriseDownload(ctx, input);
  const { sourceId, day, format, purpose } = asked;
  const place = await placeOfDay(ctx, asked);
  const { rules, isUnused } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const first = await pageUndefinedLines(tx, place, { limit: 1 });
    if (first.length === 0) throw nothingThere();
    const known = { rules: await maskedValues(tx, ctx), isUnused: await unusedPeople(tx, ctx) };
    await audit(ctx, tx, { action: "undefined.download", purpose, detail: { source: sourceId, day, format } });
    return known;
  });
  const file = { ctx, place, format, sight, rules, isUnused, day };
  const isJson = format === "json";
  return {
    fileName: `undefined-${ctx.company.slug}-${sourceId}-${day}.${isJson ? "jsonl" : "txt"}`,
    contentType: isJson ? "application/jsonl; charset=utf-8" : "application/octet-stream",
    chunks: chunksOf(file),
  };
}

function authoriseDownload(ctx: CompanyContext, input: DownloadLinesInput) {
  authoriseCompany(ctx, "undefined.see");
  authoriseCompany(ctx, "data.export");
  requireStepUp(ctx);
  const asked = DownloadLinesInput.parse(input);
  if (holdsNumber(asked.purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  const sight = exportSight(ctx.actor);
  if (lineSight(sight, false) === null) throw hiddenByProfile();
  return { asked, sight };
}

interface FileOfLines {
  readonly ctx: CompanyContext;
  readonly place: LinesPlace;
  readonly day: string;
  readonly format: "bytes" | "json";
  readonly sight: ReturnType<typeof exportSight>;
  readonly rules: MaskedValues;
  readonly isUnused: HoldsUnused;
}

async function* chunksOf(file: FileOfLines): AsyncGenerator<Buffer> {
  const { ctx, place, format, day } = file;
  const counts = { undefinedLines: 0, leftOut: 0 };
  for (let after: { receivedAt: Date; id: string } | undefined; ; ) {
    const page = { limit: PAGE, sealed: true, ...(after === undefined ? {} : { after }) };
    const rows = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => pageUndefinedLines(tx, place, page), {
      readOnly: true,
    });
    const chunks: Buffer[] = [];
    for (const row of rows) {
      const bytes = await bytesOf(file, row);
      if (bytes === null) counts.leftOut++;
      else {
        counts.undefinedLines++;
        chunks.push(format === "json" ? jsonLine(row, bytes) : bytes, NEWLINE);
      }
    }
    if (chunks.length > 0) yield Buffer.concat(chunks);
    after = rows.at(-1);
    if (rows.length < PAGE) break;
  }
  await withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    audit(ctx, tx, { action: "undefined.downloaded", detail: { source: place.sourceId, day, format, ...counts } }),
  );
}

const NEWLINE = Buffer.from("\n");

/** null for a line whose key is gone, or in which somebody stands whose data nobody uses. */
async function bytesOf(
  { ctx, sight, rules, isUnused }: FileOfLines,
  { id, sliceId, sealed, product, receivedAt }: UndefinedPageRow,
): Promise<Buffer | null> {
  if (sealed === null) return null;
  const place = undefinedLinePlace(ctx.company.id, id);
  const bytes = await openWithSlice(ctx.keyring, ctx.company.id, sliceId, place, sealed).catch(() => null);
  if (bytes === null || (await isUnused(bytes))) return null;
  // Names are revealed one by one: a file shows them only to whom files show names.
  const shown = lineSight(sightUnder(sight, rules, product, receivedAt), false);
  if (shown === null) return null;
  return shown.hides === null && shown.letters ? bytes : Buffer.from(maskLine(textOf(bytes), shown));
}

/** `bytes` in base64 where they are no UTF-8: nothing of them is lost. */
function jsonLine({ receivedAt, position, reason, lengthBytes }: UndefinedPageRow, bytes: Buffer): Buffer {
  const text = textOf(bytes);
  const isText = Buffer.from(text).equals(bytes);
  const line = { receivedAt: receivedAt.toISOString(), position: Number(position), reason, lengthBytes };
  return Buffer.from(JSON.stringify({ ...line, ...(isText ? { text } : { base64: bytes.toString("base64") }) }));
}

function nothingThere(): AppError {
  return new AppError("not-found", "There is no such line any more on this day. Look at the list again.");
}
