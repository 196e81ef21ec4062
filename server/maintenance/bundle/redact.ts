import { homedir, hostname, networkInterfaces, userInfo } from "node:os";
import { findSsns } from "../../domain/find-ssns.ts";
import { clean } from "../../log.ts";

/** Words that name this machine, its user or its people, and what stands in their place. */
export type Secrets = ReadonlyMap<string, string>;

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.[\p{L}]{2,}/gu;
const IPV4 = /\b(?!(?:127\.0\.0\.1|0\.0\.0\.0)\b)\d{1,3}(?:\.\d{1,3}){3}\b/g;
const IPV6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:)+:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?)(?![\w:])/gi;
const HOST = /\b(?:[a-z0-9-]+\.)+(?:se|com|net|org|eu|local|internal|lan|example|test|nu|dk|no|fi)\b/gi;
const SECRET = /\b[\w-]{40,}\b/g;
/** Long figures are ours where they are times, ids or counts beside a name of a field that we know. */
const DIGITS = /(?<![\w.-])\+?\d(?:[ ()./+-]{0,2}\d){8,}(?![\w-])/g;

/** The names of this machine and of whoever runs Gallra on it. */
export function namesHere(extra: readonly string[]): Secrets {
  const names = new Map<string, string>();
  const put = (text: string, mark: string) => {
    if (text.length > 1) names.set(text, mark);
  };
  for (const text of extra) put(text, "[name]");
  put(homedir(), "[folder]");
  put(hostname(), "[host]");
  put(hostname().split(".")[0] ?? "", "[host]");
  if (userInfo().username !== "root") put(userInfo().username, "[user]");
  for (const one of Object.values(networkInterfaces()).flat()) {
    if (one !== undefined && !one.internal) put(one.address, "[address]");
  }
  return names;
}

/** One line without numbers, personal identity numbers, e-mail addresses, host names, addresses and long secrets. */
export function redact(line: string, names: Secrets): string {
  let text = line;
  for (const [name, mark] of [...names].sort((a, b) => b[0].length - a[0].length))
    text = text.replace(asWord(name), mark);
  text = text.replace(EMAIL, "[e-mail]").replace(IPV4, "[address]").replace(IPV6, "[address]").replace(HOST, "[host]");
  return hideSecrets(cleanParts(text));
}

/** What of a text is still there that should not be: kinds only. The bundle's file is left out when there is any. */
export function leftIn(text: string, names: Secrets): string[] {
  const found = new Set<string>();
  if (text.search(EMAIL) >= 0) found.add("e-mail");
  if (text.search(IPV4) >= 0 || text.search(IPV6) >= 0) found.add("address");
  if (text.search(HOST) >= 0) found.add("host");
  for (const line of text.split("\n")) {
    if (cleanParts(line) !== line) found.add("number");
    if (hideSecrets(line) !== line) found.add("secret");
    if (findSsns(withoutKnown(line), new Date()).length > 0) found.add("ssn");
  }
  for (const name of names.keys()) if (asWord(name).test(text)) found.add("name");
  return [...found].sort();
}

/** A name stands alone: a machine called "vm" must not blacken every word that holds these letters. */
function asWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, "gu");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function hideSecrets(text: string): string {
  return text.replace(SECRET, (word) => (/^[a-z-]+$/.test(word) ? word : "[secret]"));
}

/** Ids and instants of ours: twelve digits of an id are no number of anybody. */
const KNOWN =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z|"[a-zA-Z]+(?:Bytes|Seconds|Minutes|At|Ms|Rows|Estimated)"\s*:\s*\d+/g;

function withoutKnown(line: string): string {
  return line.replace(KNOWN, " ");
}

/** `clean` looks at two hundred characters: a longer line is cleaned piece by piece, cut where no number can stand. */
function cleanParts(line: string): string {
  const kept: string[] = [];
  const marked = line.replace(KNOWN, (match) => `\u0001${kept.push(match) - 1}\u0002`);
  const cleaned = marked
    .split(/(?<=[,{}[\]:"])/)
    .map((part) => (part.length > 190 ? part.replace(DIGITS, "[number]") : clean(part)))
    .join("");
  return cleaned.replace(/\u0001(\d+)\u0002/g, (_, i: string) => kept[Number(i)] ?? "");
}
