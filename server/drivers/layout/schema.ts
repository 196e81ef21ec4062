import { z } from "zod";
import { DIRECTIONS, DISPOSITIONS, ROLES } from "../../domain/codes.ts";
import { SINGLE_BYTE_CHARSETS } from "../../domain/charsets.ts";

/** The signs a reason may have, so that it never holds a value of a frame. */
const Because = z.string().regex(/^[a-zA-Z0-9 ,-]{1,60}$/, "is up to 60 letters, digits, blanks, commas and hyphens");

const FieldName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, "is a name of small letters, digits and hyphens, such as call-date");

const Text = z.string().min(1, "may not be empty").max(100, "is at most 100 characters");
const Texts = z.union([Text, z.array(Text).min(1).max(50)], "is a text or a list of texts");

/** What a field's text is compared with. There are no patterns: none can be slow, and each reads as it is meant. */
const Condition = z
  .strictObject({
    field: FieldName,
    equals: Texts.optional(),
    "begins with": Texts.optional(),
    contains: Texts.optional(),
    "is blank": z.boolean().optional(),
    "is a number": z.boolean().optional(),
  })
  .refine(
    (given) => Object.keys(given).length === 2,
    'has one of "equals", "begins with", "contains", "is blank" and "is a number"',
  );

/** All of them have to hold. */
const When = z.array(Condition).min(1).max(10);

/** A field, or a field without what stands before its value, or one that only counts under a condition. */
const Source = z.union(
  [FieldName, z.strictObject({ field: FieldName, after: Texts.optional(), when: When.optional() })],
  'is the name of a field, or { "field": ..., "after": ..., "when": ... }',
);
/** The first one that has something. */
const Sources = z.union([Source, z.array(Source).min(1).max(10)], "is a field or a list of fields");

const TIME_FORMATS = ["dmy", "mdy", "ymd", "iso", "epoch", "epoch-ms", "h323"] as const;

const Time = z.strictObject({
  of: z.enum(["start", "end"], 'is "start" or "end"'),
  stamp: FieldName.optional(),
  date: z.union([FieldName, z.literal("said once")], 'is a field, or "said once"').optional(),
  clock: FieldName.optional(),
  format: z.enum(TIME_FORMATS, `is one of ${TIME_FORMATS.join(", ")}`),
  zone: z.enum(["site", "utc"], 'is "site" or "utc"').default("site"),
  when: When.optional(),
});

const LENGTH_FORMATS = ["seconds", "milliseconds", "clock", "hhmmss", "minutes", "tenths", "hmmt"] as const;
const LengthFormat = z.enum(LENGTH_FORMATS, `is one of ${LENGTH_FORMATS.join(", ")}`);

const Direction = z.enum(Object.keys(DIRECTIONS) as [keyof typeof DIRECTIONS], 'is "in", "out" or "internal"');
const Disposition = z.enum(
  Object.keys(DISPOSITIONS) as [keyof typeof DISPOSITIONS],
  `is one of ${Object.keys(DISPOSITIONS).join(", ")}`,
);

const Value = z.strictObject({
  role: z.enum([...(Object.keys(ROLES) as (keyof typeof ROLES)[]), "own", "other"], "is a role, own or other"),
  class: z.enum(["phone", "ssn", "name"], 'is "phone", "ssn" or "name"').default("phone"),
  from: Sources,
  /** Only when it is a number of so many digits at least: for fields that hold numbers among other things. */
  digits: z.int().min(3).max(20).optional(),
  /** `"Name" <sip:204@host>`: the user part, or with class name the name before it. */
  sip: z.boolean().default(false),
});

const Framing = z.union(
  [
    z.enum(["line", "quoted-line", "nul", "stx-etx", "length", "json"]),
    z.strictObject({ fixed: z.int().min(1).max(60_000) }),
    z.strictObject({ xml: z.string().regex(/^[A-Za-z_][\w.:-]{0,99}$/, "is the name of an element") }),
  ],
  'is "line", "quoted-line", "nul", "stx-etx", "length", "json", { "fixed": bytes } or { "xml": "element" }',
);

const Column = z.union(
  [
    z.int().min(1).max(200),
    z.string().min(1).max(200),
    z
      .tuple([z.int().min(1).max(60_000), z.int().min(1).max(60_000), z.int().min(1).max(9).optional()])
      .refine(([from, to]) => from <= to, "runs from the first column to the last one"),
  ],
  "is a column (delimited), [first, last] or [first, last, line] (fixed-position) or a path (json, xml)",
);

/** A dialect as data (docs/drivers/layouts.md). */
export const LayoutSchema = z.strictObject({
  title: z.string().min(1).max(100).optional(),
  kind: z.enum(["delimited", "fixed-position", "json", "xml"], "is one of delimited, fixed-position, json, xml"),
  framing: Framing.optional(),
  /** How the second and further lines of a record begin (fixed-position). */
  "continues with": z.array(Text).min(1).max(10).optional(),
  charset: z.enum(["auto", "utf-8", ...SINGLE_BYTE_CHARSETS, "utf-16le"]).default("auto"),
  delimiter: z
    .string()
    .regex(
      /^(?:comma|semicolon|pipe|tab|[\t !#-/:-@[-`{-~])$/,
      "is comma, semicolon, pipe, tab or one sign that is no letter, digit or quote",
    )
    .default("comma"),
  quotes: z.boolean().default(true),
  header: z.boolean().default(false),
  /** How many columns (delimited) or characters (fixed-position) a record has. */
  size: z.strictObject({ from: z.int().min(1).max(60_000), to: z.int().min(1).max(60_000) }).optional(),
  fields: z.record(FieldName, Column).refine((given) => Object.keys(given).length <= 150, "has at most 150 fields"),
  "not calls": z
    .array(z.strictObject({ when: When, because: Because }))
    .max(30)
    .default([]),
  once: z
    .array(z.strictObject({ when: When, because: Because, date: FieldName, format: z.enum(["dmy", "mdy", "ymd"]) }))
    .max(5)
    .default([]),
  time: z.array(Time).min(1, "names the start or the end of the call").max(5),
  duration: z.strictObject({
    field: Sources,
    format: LengthFormat,
    /** What an empty field means; without it the line is undefined. */
    blank: z.literal("zero").optional(),
    "zero when": When.optional(),
  }),
  ring: z.strictObject({ field: Sources, format: LengthFormat }).optional(),
  direction: z
    .strictObject({
      rules: z
        .array(z.strictObject({ when: When, is: Direction }))
        .max(30)
        .default([]),
      "by sides": z.boolean().default(false),
      otherwise: Direction.optional(),
    })
    .optional(),
  disposition: z
    .strictObject({
      rules: z
        .array(z.strictObject({ when: When, is: Disposition }))
        .max(30)
        .default([]),
      /** Conversation means answered, none means that nobody did. */
      "by duration": z.boolean().default(false),
      otherwise: Disposition.optional(),
    })
    .optional(),
  extension: Sources.optional(),
  trunk: Sources.optional(),
  queue: Sources.optional(),
  cost: z.strictObject({ field: FieldName, format: z.enum(["amount", "hundredths"]) }).optional(),
  "call id": Sources.optional(),
  "part of": Sources.optional(),
  /** Records that are parts of one call; all are, unless `when` says which. It is whole when its first and last are there. */
  legs: z
    .strictObject({ call: Source, part: Source, when: When.optional(), first: When.optional(), last: When.optional() })
    .optional(),
  values: z.array(Value).min(1, "names at least one person").max(60),
  /** What stands in a number's place when there is none; upper and lower case are one. */
  nobody: z
    .array(Text)
    .max(50)
    .default(["anonymous", "unknown", "unavailable", "private", "restricted", "withheld", "none", "n/a"]),
});

/** A layout that was read: all that may be left out is there. */
export type Layout = z.output<typeof LayoutSchema>;
/** A layout as it is written. */
export type LayoutInput = z.input<typeof LayoutSchema>;
export type When = z.output<typeof When>;
export type Source = z.output<typeof Source>;
export type Sources = z.output<typeof Sources>;
export type LayoutTime = z.output<typeof Time>;
export type LengthFormat = z.output<typeof LengthFormat>;
export type LayoutValue = z.output<typeof Value>;
