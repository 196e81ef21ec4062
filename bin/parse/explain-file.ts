import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";
import type { NumberSite } from "#server/domain/numbers/index.ts";
import { explainLayout, SAMPLE_BYTES } from "#server/drivers/layout/explain.ts";
import { readLayout } from "#server/drivers/layout/read-layout.ts";
import type { Layout } from "#server/drivers/layout/schema.ts";
import { type Io, UsageError } from "../command.ts";

/** A layout and its text, which is what the driver's option holds. Throws UsageError with what to correct. */
export function readLayoutFile(file: string): { readonly text: string; readonly layout: Layout } {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file}: there is no such file, or it cannot be read.`, { cause: error });
  }
  try {
    return { text, layout: readLayout(text) };
  } catch (error) {
    throw error instanceof AppError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}

/** A line of output per frame of the file: what it became and why, and where each field was found. */
export function explainFile(
  file: string,
  layout: Layout,
  { timeZone, receivedAt, site }: { timeZone: string; receivedAt: Date; site: NumberSite },
  io: Io,
): void {
  const sample = beginningOf(file);
  const context = { timeZone, receivedAt, extensionDigits: site.extensionDigits };
  const { frames, cut } = explainLayout(layout, sample, context);
  for (const { line, became, reason, fields, facts, record } of frames)
    io.out({ file, line, became, reason, fields, facts, values: record?.values ?? [] });
  if (cut) io.note(`${file}: only its first ${frames.length} records are explained.`);
}

/** A byte more than is explained, so that a longer file is seen to be one. */
function beginningOf(file: string): Buffer {
  const bytes = Buffer.alloc(SAMPLE_BYTES + 1);
  try {
    const handle = openSync(file, "r");
    try {
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new AppError("not-found", `${file}: there is no such file, or it cannot be read.`, { cause: error });
  }
}
