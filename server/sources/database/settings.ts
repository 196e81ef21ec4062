import { z } from "zod";
import { certificatePin } from "../machine/fingerprint.ts";
import { refusedQuery } from "./one-select.ts";

const NAME = z.string().max(400);
/** In protocols such a sign ends a text: what stands behind it would be read as another setting of the session. */
const plainText = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^\P{Cc}*$/u, "must be one line without control signs");

/** What a person sets of a table or a query that is read. */
export const databaseSettings = z
  .strictObject({
    engine: z.enum(["postgresql", "mysql", "mssql", "odbc"]),
    host: plainText(255).default(""),
    port: z.int().min(1).max(65_535).nullable().default(null),
    database: plainText(128).default(""),
    /** Of ODBC: a data source of the machine, by the name it has there. */
    dsn: z
      .string()
      .max(64)
      .regex(/^[\w .-]*$/, "must be the name of a data source")
      .default(""),
    user: plainText(128).default(""),
    encryption: z.enum(["tls", "none"]).default("tls"),
    trust: z.enum(["authority", "pin"]).default("authority"),
    pin: z.literal("").or(certificatePin).default(""),
    table: NAME.default(""),
    query: z.string().max(16_384).default(""),
    /** Names with commas between them; none means all. */
    columns: z.string().max(4_000).default(""),
    cursorColumn: NAME.min(1),
    cursorKind: z.enum(["number", "time", "text"]).default("number"),
    tieColumn: NAME.default(""),
    /** Of ODBC: how this database is asked for a page. Without it a driver may read all rows at once. */
    rowLimit: z.enum(["none", "limit", "fetch", "top"]).default("none"),
    /** Seconds of a time, so many numbers of a number. */
    overlap: z.int().min(0).max(10_000_000).nullable().default(null),
    startAt: z.string().max(200).default(""),
    everySeconds: z.int().min(5).max(86_400).default(60),
  })
  .superRefine((given, check) => {
    const wrong = (path: string, message: string) => check.addIssue({ code: "custom", path: [path], message });
    const isOdbc = given.engine === "odbc";
    if (isOdbc ? given.dsn === "" : given.host === "") wrong(isOdbc ? "dsn" : "host", "is missing");
    // Of ODBC it stands in a line of settings, which not every driver reads alike.
    if (isOdbc && /[;{}]/.test(given.user)) wrong("user", "must be without ; { and }");
    if (!isOdbc && given.database === "") wrong("database", "is missing");
    if ((given.table === "") === (given.query === "")) wrong("table", "give either a table or a query");
    // Several calls begin in one second: without a second column some of them would be passed over at the end of a page.
    if (given.cursorKind !== "number" && given.tieColumn === "")
      wrong("tieColumn", "is needed beside a time or a text");
    if (given.query !== "") {
      const why = refusedQuery(given.query);
      if (why !== null) wrong("query", why);
      if (given.startAt === "") wrong("startAt", "is needed with a query");
    }
    const start = START[given.cursorKind];
    if (given.startAt !== "" && !start.test(given.startAt)) wrong("startAt", "is no value of that kind");
    const names = {
      table: given.table.split("."),
      columns: columnsOf(given.columns),
      cursorColumn: [given.cursorColumn],
      tieColumn: [given.tieColumn],
    };
    const isOdd = (name: string) => name.includes("\0") || (isOdbc && !/^\w*$/.test(name));
    for (const [field, list] of Object.entries(names))
      if (list.some(isOdd)) wrong(field, "names are of letters, digits and _");
  });

export type DatabaseSettings = z.infer<typeof databaseSettings>;

const START = {
  number: /^-?\d{1,30}$/,
  time: /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?(Z|[+-]\d\d(:?\d\d)?)?$/,
  text: /./,
};

export function columnsOf(text: string): string[] {
  return text.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
}

/**
 * A row bears the time at which its call began and is written when it ends, as Asterisk's and most: half a day covers what people
 * call. A counted number has no such gap.
 */
export function overlapOf({ overlap, cursorKind }: DatabaseSettings): number {
  return overlap ?? (cursorKind === "time" ? 43_200 : cursorKind === "number" ? 100 : 0);
}
