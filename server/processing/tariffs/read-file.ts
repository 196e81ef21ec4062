import { gunzipSync } from "node:zlib";
import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../domain/app-error.ts";
import type { ReadLine } from "../../domain/tariff/index.ts";

/** Sixty thousand lines with long names. */
export const LARGEST_FILE = 8_000_000;

/** The text of a file that came gzipped, in base64. Throws AppError "bad-input" for what is none, or too large unpacked. */
export function unpackFile(packed: string): string {
  try {
    return gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: LARGEST_FILE }).toString("utf8");
  } catch (error) {
    throw new AppError("bad-input", "The file did not arrive whole, or it is larger than 8 MB. Choose it again.", {
      field: "file",
      cause: error,
    });
  }
}

/** The lines of a CSV file, empty ones left out; comma, semicolon or tab, whichever its first line has most of. */
export function readLines(text: string): ReadLine[] {
  const plain = text.replace(/^\ufeff/, "");
  const [head = ""] = plain.split(/[\r\n]/, 1);
  const delimiter = [";", "\t", ","].reduce(
    (best, one) => (countOf(head, one) > countOf(head, best) ? one : best),
    ",",
  );
  try {
    const rows = parse(plain, {
      ...{ delimiter, info: true, relax_column_count: true, skip_empty_lines: true },
      ...{ skip_records_with_empty_values: true, trim: true, max_record_size: 10_000 },
    }) as unknown as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error["lines"] ?? 0);
    throw new AppError("bad-input", `Line ${line} is no line of a CSV file: look for a quotation mark too many.`, {
      field: "file",
      cause: error,
    });
  }
}

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
