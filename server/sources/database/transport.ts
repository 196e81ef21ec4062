import { showCertificate } from "../http/secure.ts";
import { reach } from "../machine/reach.ts";
import type { TestOptions, Transport, Tried } from "../transport.ts";
import { connectTo } from "./connect-to.ts";
import { createDatabaseSource } from "./database-source.ts";
import { engineOf } from "./engines/catalogue.ts";
import { readKeyed } from "./read-keyed.ts";
import { frameRow, leadOf } from "./row-frames.ts";
import { type DatabaseSettings, databaseSettings, overlapOf } from "./settings.ts";

const SERVER = { field: "engine", is: ["postgresql", "mysql", "mssql"] };

/** COL-07: a table or a query of a database, read on by a cursor column. */
export const database: Transport<DatabaseSettings> = {
  id: "database",
  begins: "poll",
  fields: [
    { name: "engine", kind: "choice", values: ["postgresql", "mysql", "mssql", "odbc"], required: true },
    { name: "host", kind: "text", when: SERVER },
    { name: "port", kind: "number", when: SERVER },
    { name: "database", kind: "text", when: SERVER },
    { name: "dsn", kind: "text", when: { field: "engine", is: ["odbc"] } },
    { name: "user", kind: "text" },
    { name: "password", kind: "secret" },
    { name: "encryption", kind: "choice", values: ["tls", "none"], default: "tls", when: SERVER },
    { name: "trust", kind: "choice", values: ["authority", "pin"], default: "authority", when: SERVER },
    { name: "pin", kind: "pin", when: { field: "trust", is: ["pin"] } },
    { name: "table", kind: "text" },
    { name: "query", kind: "text" },
    { name: "columns", kind: "text" },
    { name: "cursorColumn", kind: "text", required: true },
    { name: "cursorKind", kind: "choice", values: ["number", "time", "text"], default: "number" },
    { name: "tieColumn", kind: "text" },
    {
      name: "rowLimit",
      kind: "choice",
      values: ["none", "limit", "fetch", "top"],
      default: "none",
      when: { field: "engine", is: ["odbc"] },
    },
    { name: "overlap", kind: "number" },
    { name: "startAt", kind: "text" },
    { name: "everySeconds", kind: "number", default: 60 },
  ],
  settings: databaseSettings,
  // What an ODBC driver does on the wire is set on the machine, and nothing is claimed of it. Without an overlap, and a text has
  // none, rows that come late are missed.
  label: (settings) => {
    const encrypted = settings.engine !== "odbc" && settings.encryption === "tls";
    return {
      encrypted,
      authenticated: encrypted,
      mayLose: settings.cursorKind === "text" || overlapOf(settings) === 0,
    };
  },
  open: createDatabaseSource,
  test: tryDatabase,
};

const PREVIEW = 20;

async function tryDatabase({
  settings,
  credentials,
  machine,
  framing,
  signal,
}: TestOptions<DatabaseSettings>): Promise<Tried> {
  const pin =
    settings.trust === "pin" && settings.encryption === "tls" ? await shownBy(settings, machine, signal) : null;
  if (pin !== null && pin.fingerprint !== settings.pin) return { ...NOTHING, pin };
  const connection = await connectTo({ settings, credentials, machine, signal });
  try {
    const from = settings.startAt === "" ? null : settings.startAt;
    const page = { from, after: null, rows: PREVIEW };
    const { columns, rows } = await readKeyed(connection, engineOf(settings).dialect, settings, page);
    const frames = rows.map(({ cells }) => frameRow(framing, columns, cells));
    const lead = leadOf(framing, columns);
    const placed = (lead === undefined || frames.length === 0 ? frames : [lead, ...frames]).map((bytes, i) => ({
      ...{ bytes, start: 0, end: bytes.length },
      line: i + 1,
    }));
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    return { ...NOTHING, files: 1, bytes, frames: placed, ...(pin === null ? {} : { pin }) };
  } finally {
    await connection.close();
  }
}

const NOTHING = { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [] };

/** The certificate that the engine shows, before anything is said; null of an engine that opens its connections itself. */
async function shownBy(
  settings: DatabaseSettings,
  machine: TestOptions<DatabaseSettings>["machine"],
  signal: AbortSignal,
) {
  const engine = engineOf(settings);
  if (engine.prepareTls === undefined) return null;
  const socket = await reach(machine, { host: settings.host, port: settings.port ?? engine.port }, { signal });
  return await engine.prepareTls(socket).then((ready) => showCertificate(ready, settings.host));
}
