import type { ExportAbout, ExportWriter } from "./export-row.ts";

/** One JSON document with its own schema (JSON Schema 2020-12) in front, written row by row. */
export function jsonExport(about: ExportAbout): ExportWriter {
  let first = true;
  return {
    contentType: "application/json",
    extension: "json",
    head: () => {
      const { company, timeZone, exportedAt } = about;
      return `{"schema":${JSON.stringify(EXPORT_SCHEMA)},\n"company":${JSON.stringify(company)},"timeZone":${JSON.stringify(timeZone)},"exportedAt":"${exportedAt.toISOString()}",\n"hits":[`;
    },
    row: (row) => {
      const separator = first ? "\n" : ",\n";
      first = false;
      return separator + JSON.stringify(row);
    },
    tail: () => "\n]}\n",
  };
}

const nullable = (type: string) => ({ type: [type, "null"] });
const party = {
  type: "object",
  required: ["role", "class", "number"],
  properties: {
    role: { type: "string" },
    class: { enum: ["phone", "ssn", "ssn_truncated", "name"] },
    number: { type: "string" },
  },
};

/** What a program may rely on; a change that breaks it gets another `$id`. */
export const EXPORT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:gallra:export:1",
  type: "object",
  required: ["company", "timeZone", "exportedAt", "hits"],
  properties: {
    company: { type: "string" },
    timeZone: { type: "string", description: "IANA name; instants are UTC, days are days of this zone" },
    exportedAt: { type: "string", format: "date-time" },
    hits: {
      type: "array",
      items: {
        type: "object",
        required: [
          "hitId",
          "source",
          "date",
          "product",
          "durationSeconds",
          "role",
          "class",
          "number",
          "otherParties",
          "sourceName",
        ],
        properties: {
          hitId: { type: "string", format: "uuid" },
          source: { enum: ["CALL_HISTORY", "CALLBACK", "QUEUE_CALL", "VOICEMAIL", "MESSAGE"] },
          date: { type: "string", format: "date-time" },
          product: { enum: ["presentity", "tid", "cc", "pbx"] },
          direction: nullable("string"),
          disposition: nullable("string"),
          durationSeconds: { type: "integer" },
          ringSeconds: nullable("integer"),
          extension: nullable("string"),
          queue: nullable("string"),
          ...party.properties,
          otherParties: { type: "array", items: party },
          erasedOn: { type: ["string", "null"], format: "date" },
          sourceName: { type: "string" },
        },
      },
    },
  },
} as const;
