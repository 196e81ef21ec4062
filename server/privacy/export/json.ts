import { type ExportAbout, type ExportRow, type ExportWriter, hitIdOf } from "./export-row.ts";
import { instantText, isoWriter } from "./instants.ts";

/** One JSON document with its own schema (JSON Schema 2020-12) in front, written page by page. */
export function jsonExport(about: ExportAbout): ExportWriter {
  const iso = instantText(isoWriter());
  return {
    head(to) {
      const { company, timeZone, exportedAt } = about;
      to.text(
        `{"schema":${JSON.stringify(EXPORT_SCHEMA)},\n"company":${JSON.stringify(company)},"timeZone":${JSON.stringify(timeZone)},"exportedAt":"${exportedAt.toISOString()}",\n"hits":[`,
      );
    },
    row(to, row, first) {
      to.ascii(first ? "\n" : ",\n");
      to.text(JSON.stringify(hitOf(row, iso(row.at))));
    },
    tail: (to) => to.ascii("\n]}\n"),
  };
}

function hitOf(row: ExportRow, date: string) {
  const { source, product, direction, disposition, duration, ring, extension, queue, role, number } = row;
  return {
    hitId: hitIdOf(row),
    source,
    date,
    product,
    direction: direction || null,
    disposition: disposition || null,
    durationSeconds: duration,
    ringSeconds: ring,
    extension: extension || null,
    queue: queue || null,
    role,
    class: row.class,
    number,
    otherParties: row.otherParties,
    erasedOn: row.erasedOn || null,
    sourceName: row.sourceName,
    correctedOn: row.correctedOn || null,
    cost: row.cost || null,
    currency: row.currency || null,
    keptApart: row.keptApart === "" ? [] : row.keptApart.split(" "),
    nature: row.nature || null,
    category: row.category || null,
    quality: row.quality,
  };
}

const nullable = (type: string) => ({ type: [type, "null"] });
const party = {
  type: "object",
  required: ["role", "class", "number"],
  properties: {
    role: { type: "string" },
    class: { enum: ["phone", "ssn", "ssn_truncated", "name"] },
    number: { type: "string", description: "canonical, or masked with • as the profile of who asked for it says" },
  },
};

/** What telephones, gateways or a switch measured of the call's sound; of several the worst. */
const quality = {
  type: ["object", "null"],
  required: ["mosHundredths", "jitterMs", "latencyMs", "lossPermille", "codec"],
  properties: {
    mosHundredths: {
      type: ["integer", "null"],
      minimum: 100,
      maximum: 500,
      description: "mean opinion score (ITU-T P.800) in hundredths",
    },
    jitterMs: { type: ["integer", "null"], minimum: 0 },
    latencyMs: {
      type: ["integer", "null"],
      minimum: 0,
      description: "as the system measured it: one way, or there and back",
    },
    lossPermille: {
      type: ["integer", "null"],
      minimum: 0,
      maximum: 1000,
      description: "packets lost of a thousand sent",
    },
    codec: nullable("string"),
  },
};

/** What a program may rely on; a change that breaks it gets another `$id`. Also in docs/export.schema.json and at /api/exports/schema. */
export const EXPORT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:gallra:export:1",
  title: "Gallra export",
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
        required: ["hitId", "source", "date", "product", "role", "class", "number", "otherParties", "sourceName"],
        properties: {
          hitId: { type: "string", format: "uuid" },
          source: { enum: ["CALL_HISTORY", "CALLBACK", "QUEUE_CALL", "VOICEMAIL", "MESSAGE"] },
          date: { type: "string", format: "date-time" },
          product: { enum: ["presentity", "tid", "cc", "pbx"] },
          direction: nullable("string"),
          disposition: nullable("string"),
          durationSeconds: nullable("integer"),
          ringSeconds: nullable("integer"),
          extension: nullable("string"),
          queue: nullable("string"),
          ...party.properties,
          otherParties: { type: "array", items: party },
          erasedOn: { type: ["string", "null"], format: "date" },
          sourceName: { type: "string" },
          correctedOn: { type: ["string", "null"], format: "date" },
          cost: { type: ["string", "null"], description: "decimal number with a point, or masked" },
          currency: { type: ["string", "null"], description: "ISO 4217" },
          keptApart: { type: "array", items: { type: "string" }, description: "thresholds it lies below" },
          nature: { enum: ["private", "business", null] },
          category: { type: ["string", "null"], description: "stands where a number was shielded" },
          quality,
        },
      },
    },
  },
} as const;
