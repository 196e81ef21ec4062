/** csv is safe to open in a spreadsheet, csv-exact is for machines, json carries its schema, xlsx is a workbook. */
export const EXPORT_FORMATS = ["csv", "csv-exact", "json", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export function formatOf(text: string): ExportFormat {
  return EXPORT_FORMATS.find((format) => format === text) ?? "csv";
}

/** Ending and media type of a file, before it is encrypted. */
export const FILE_TYPES: Readonly<Record<ExportFormat, { readonly ending: string; readonly contentType: string }>> = {
  csv: { ending: "csv", contentType: "text/csv; charset=utf-8" },
  "csv-exact": { ending: "csv", contentType: "text/csv; charset=utf-8" },
  json: { ending: "json", contentType: "application/json" },
  xlsx: { ending: "xlsx", contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};
