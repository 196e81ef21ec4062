/** What whoever runs the collector's machine has to allow, as `gallra permit` takes it. */
export interface Wish {
  readonly kind: "network" | "port" | "folder";
  /** As a person reads it; of a network a host, whose name only the machine there can resolve. */
  readonly place: string;
  /** As the command takes it. */
  readonly value: string;
}

interface Refused {
  readonly code: string;
  /** The setting that was refused. */
  readonly field: string | null;
}

/** Of a test that was refused: every place to be allowed, since the operator should be asked once. Empty for any other failure. */
export function whatToAllow({ code, field }: Refused, settings: Readonly<Record<string, unknown>>): readonly Wish[] {
  if (code !== "forbidden") return [];
  const said = (name: string) => {
    const value = settings[name];
    return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  };
  if (field === "host") {
    const host = said("host") || hostOf(said("url"));
    return [{ kind: "network", place: host, value: networkOf(host) }];
  }
  if (field === "path") return [at("folder", said("path"))];
  if (field !== "port") return [];
  const device = said("device") || (said("dsn") === "" ? "" : `odbc:${said("dsn")}`);
  if (device !== "") return [at("port", device)];
  const address = said("address") || "0.0.0.0";
  const on = address.includes(":") ? `[${address}]` : address;
  const [from, to] = [said("passiveFrom"), said("passiveTo")];
  const forFiles = from === "" ? [] : [at("port", `${on}:${from}${to === "" || to === from ? "" : `-${to}`}`)];
  return [at("port", `${on}:${said("port")}`), ...forFiles];
}

/** The line that allows it, as a shell takes it in the folder of the product on the machine of the collector. */
export function commandOf({ kind, value }: Wish, slug: string): string {
  return `npm run -s gallra -- permit ${kind} --company ${slug} ${quoted(value)}`;
}

/** A word for a POSIX shell: in quotes where it would read anything into it. */
function quoted(word: string): string {
  return /^[\p{L}\p{N}_./:@%+,=…-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function at(kind: Wish["kind"], place: string): Wish {
  return { kind, place, value: place };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

/** The smallest network that holds an address. What a name stands for is seen by who permits it. */
function networkOf(host: string): string {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return `${host}/32`;
  return host.includes(":") ? `${host.replaceAll(/[[\]]/g, "")}/128` : "…";
}
