/** What may stand beside an event: figures, flags and words from closed sets. Free text has no place in a log. */
export type LogFields = Readonly<Record<string, number | boolean | string | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** One JSON object a line on stdout: `{"at","level","from","event",...}`. `write` is handed in by tests. */
export function createLog(name: string, write: (line: string) => void = writeOut): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      write(
        `${JSON.stringify({ at: new Date().toISOString(), level, from: name, event: clean(event), ...cleanFields(fields) })}\n`,
      );
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

/** What is told of a failure: its class and code, never its message, which may repeat what somebody typed. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const given = (error as { code?: unknown }).code;
  // Some libraries take the other side's word for it.
  const code = typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : null;
  const where = firstFrame(error);
  const cause = error.cause instanceof Error ? errorFields(error.cause) : {};
  return {
    error: error.name,
    ...(code === null ? {} : { code }),
    ...(where === null ? {} : { where }),
    ...(typeof cause["error"] === "string" ? { cause: cause["error"] } : {}),
    ...(typeof cause["code"] === "string" ? { causeCode: cause["code"] } : {}),
  };
}

/**
 * A second way out, for a process that nobody supervises. It hangs on the global object, since the portal's bundler may load
 * this module several times.
 */
const KEPT = Symbol.for("gallra.log.kept");

/** From now on every line also goes to `keep`. */
export function alsoKeep(keep: (line: string) => void): void {
  Reflect.set(globalThis, KEPT, keep);
}

function writeOut(line: string): void {
  process.stdout.write(line);
  const keep: unknown = Reflect.get(globalThis, KEPT);
  if (typeof keep === "function") keep(line);
}

function cleanFields(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? clean(value) : value]),
  );
}

const LONGEST = 200;
// Ids of ours are hexadecimal with hyphens; they are taken out before digits are looked for.
const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const INSTANT = /\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?(?![-\d])/g;
const NUMBER_LIKE = /\+?\d(?:[ ()./+-]{0,2}\d){5,}/g;

/** The second net: six digits or more, with whatever people write between them, never reach a log. */
export function clean(text: string): string {
  const kept: string[] = [];
  const keep = (match: string) => `\u0000${String.fromCharCode(0xe000 + kept.push(match) - 1)}`;
  return text
    .slice(0, LONGEST)
    .replace(ID, keep)
    .replace(INSTANT, keep)
    .replace(NUMBER_LIKE, "[number]")
    .replace(/\u0000([\ue000-\uf8ff])/g, (_, mark: string) => kept[mark.charCodeAt(0) - 0xe000] ?? "");
}

/** Ten calls are never longer. */
const TRACE = 4_000;

/**
 * File and line of ours where an error arose; paths of the machine and of packages are left out. The message stands before the calls,
 * and may be megabytes of another machine's words: it is not looked at.
 */
function firstFrame({ stack = "", message }: Error): string | null {
  const said = message === "" ? -1 : stack.indexOf(message);
  const calls = stack.slice(said < 0 ? 0 : said + message.length).slice(0, TRACE);
  const frame = /\/((?:app|bin|db|server|workers|bench)\/[\w./[\]()-]+?):(\d+):\d+/.exec(
    calls.split("\n    at ").slice(1).join("\n"),
  );
  return frame === null ? null : `${frame[1]}:${frame[2]}`;
}
