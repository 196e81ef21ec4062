import { setImmediate } from "node:timers/promises";
import type { Framing } from "../../drivers/driver.ts";
import { createFramer, type Frame } from "../../drivers/framing.ts";
import { SourceTrouble } from "../problem.ts";
import type { PulledRecord } from "../pulled/pulled-delivery.ts";
import { keysOf } from "../pulled/seen.ts";
import type { Paging } from "./plan.ts";

/** What one answer holds. */
export interface Page {
  readonly records: readonly PulledRecord[];
  /** Where the next page is, or what asks for it; null when this is the last one. */
  readonly next: string | null;
}

/** Cuts an answer as the driver reads it. Throws SourceTrouble "protocol-broken" for what is no such answer. */
export async function readPage(body: Buffer, framing: Framing, paging: Paging): Promise<Page> {
  const found = await framesOf(body, framing);
  const frames = found.map(({ bytes }) => (framing.kind === "json" ? bare(bytes) : bytes));
  const keys = await keysOf(frames);
  const records = frames.map((bytes, i) => ({ key: keys[i] ?? "", bytes }));
  return { records, next: paging.kind === "link" || paging.kind === "cursor" ? nextIn(body, paging.path) : null };
}

/** The records of an answer: what an interface wraps them in is left out. */
export async function framesOf(body: Buffer, framing: Framing): Promise<Frame[]> {
  const start = body
    .subarray(0, 4_096)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  if (start === "") return [];
  const isJson = framing.kind === "json";
  // A page for people (a sign-in, an error) is answered with 200 too, and must not become undefined lines.
  if (isJson ? !/^[[{]/.test(start) : /^<(!doctype )?html/i.test(start)) throw new SourceTrouble("protocol-broken");
  const framer = createFramer(framing);
  const frames: Frame[] = [];
  for (let at = 0; at < body.length; at += SLICE) {
    for (const frame of framer.push(body.subarray(at, at + SLICE))) frames.push(frame);
    if (frames.length > RECORDS_A_PAGE) throw new SourceTrouble("answer-too-large");
    // Other sources have their turn: an answer of nothing but tiny records must not hold them up.
    await setImmediate();
  }
  frames.push(...framer.finish());
  return isJson && isPage(body) ? frames.filter(isRecord) : frames;
}

const SLICE = 65_536;
const RECORDS_A_PAGE = 250_000;

/** Only of an answer that is sound is anything left out. */
function isPage(body: Buffer): boolean {
  try {
    JSON.parse(body.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Without the comma and the blanks around it, which depend on where in a page it stands. */
function bare(bytes: Buffer): Buffer {
  let [from, to] = [0, bytes.length];
  while (from < to && BETWEEN.has(bytes[from] ?? 0)) from++;
  while (to > from && (BETWEEN.has(bytes[to - 1] ?? 0) || bytes[to - 1] === CLOSE_LIST)) to--;
  return bytes.subarray(from, to);
}

function isRecord({ bytes }: Frame): boolean {
  const from = bytes.findIndex((byte) => !BETWEEN.has(byte));
  let to = bytes.length - 1;
  while (to >= 0 && BLANK.has(bytes[to] ?? 0)) to--;
  return from >= 0 && bytes[from] === OPEN && bytes[to] !== OPEN_LIST;
}

const OPEN = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const BLANK = new Set(Buffer.from(" \t\r\n"));
const BETWEEN = new Set(Buffer.from(" \t\r\n,["));

const LONGEST_NEXT = 8_192;

function nextIn(body: Buffer, path: readonly string[]): string | null {
  let at: unknown;
  try {
    at = JSON.parse(body.toString("utf8"));
  } catch {
    throw new SourceTrouble("protocol-broken");
  }
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return null;
    at = (at as Record<string, unknown>)[name];
  }
  if (at === null || at === undefined || at === "" || at === false) return null;
  if ((typeof at !== "string" && typeof at !== "number") || String(at).length > LONGEST_NEXT)
    throw new SourceTrouble("protocol-broken");
  return String(at);
}
