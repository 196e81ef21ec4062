import { decodeRange } from "./text.ts";
import type { FrameText } from "./values.ts";

/** A value of a JSON text and where it is written; of a string, what stands between its quotes. */
export type JsonNode =
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly start: number; readonly end: number; readonly escaped: boolean }
  /** A number, true, false, null, or a bare word such as `nan` that some writers let through. */
  | { readonly kind: "word"; readonly start: number; readonly end: number };

/**
 * Reads the JSON value (RFC 8259) that the text is, blanks and a comma around it aside; null when it is none. Of a name that
 * comes twice the first counts. `nan` and `inf` are words, as call servers in C print them.
 */
export function readJson(text: string, from = 0, to = text.length): JsonNode | null {
  const reader = new Reader(text, to);
  reader.at = reader.blanks(from, true);
  const node = reader.value(0);
  return node !== null && reader.blanks(reader.at, true) === to ? node : null;
}

/** The node under names and positions such as `callflow.0.caller_profile.ani`; null when there is none. */
export function jsonAt(node: JsonNode | null, path: string): JsonNode | null {
  let found: JsonNode | null = node;
  for (const step of stepsOf(path)) {
    if (found?.kind === "object") found = found.fields.get(step) ?? null;
    else if (found?.kind === "array" && /^\d{1,4}$/.test(step)) found = found.items[Number(step)] ?? null;
    else return null;
  }
  return found;
}

const STEPS = new Map<string, readonly string[]>();

/** Paths are those that drivers and layouts name: few, and asked for in every record. */
function stepsOf(path: string): readonly string[] {
  const known = STEPS.get(path);
  if (known !== undefined) return known;
  if (STEPS.size > 2_000) STEPS.clear();
  const steps = path.split(".");
  STEPS.set(path, steps);
  return steps;
}

/** What a string or word says, escapes undone; null for anything else, for `null` and for an empty string. */
export function jsonText({ frame, text }: FrameText, node: JsonNode | null): string | null {
  if (node === null || node.kind === "object" || node.kind === "array" || node.end === node.start) return null;
  const written = text.slice(node.start, node.end);
  if (node.kind === "word") return written === "null" ? null : written;
  const decoded = decodeRange(frame, node.start, node.end);
  return node.escaped ? (JSON.parse(`"${decoded}"`) as string) : decoded;
}

/** Deeper than any call record nests. */
const DEEPEST = 40;
const WORD = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|-?nan|-?inf|-?NaN|-?Infinity)(?![-+.\w])/y;
const ESCAPES = /^(?:[^\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*$/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

class Reader {
  at = 0;
  readonly #text: string;
  readonly #to: number;

  constructor(text: string, to: number) {
    this.#text = text;
    this.#to = to;
  }

  blanks(from: number, commas = false): number {
    const text = this.#text;
    let at = from;
    while (at < this.#to) {
      const code = text.charCodeAt(at);
      if (code > COMMA) break;
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && !(commas && code === COMMA)) break;
      at++;
    }
    return at;
  }

  value(depth: number): JsonNode | null {
    if (depth > DEEPEST) return null;
    const sign = this.#text.charCodeAt(this.at);
    if (sign === QUOTE) return this.#string();
    if (sign === OPEN) return this.#object(depth);
    if (sign === OPEN_LIST) return this.#array(depth);
    WORD.lastIndex = this.at;
    const end = WORD.test(this.#text) ? WORD.lastIndex : this.at;
    if (end === this.at || end > this.#to) return null;
    const start = this.at;
    this.at = end;
    return { kind: "word", start, end };
  }

  #string(): Extract<JsonNode, { kind: "string" }> | null {
    const text = this.#text;
    const to = this.#to;
    const start = this.at + 1;
    let escaped = false;
    for (let end = start; end < to; end++) {
      const code = text.charCodeAt(end);
      if (code < 0x20) return null;
      if (code === 0x22) {
        if (escaped && !ESCAPES.test(text.slice(start, end))) return null;
        this.at = end + 1;
        return { kind: "string", start, end, escaped };
      }
      if (code === 0x5c) {
        escaped = true;
        end++;
      }
    }
    return null;
  }

  #object(depth: number): JsonNode | null {
    const fields = new Map<string, JsonNode>();
    this.at = this.blanks(this.at + 1);
    if (this.#text.charCodeAt(this.at) === CLOSE) return this.#closed({ kind: "object", fields });
    for (;;) {
      if (this.#text.charCodeAt(this.at) !== QUOTE) return null;
      const key = this.#string();
      if (key === null) return null;
      const written = this.#text.slice(key.start, key.end);
      const name = key.escaped ? (JSON.parse(`"${written}"`) as string) : written;
      this.at = this.blanks(this.at);
      if (this.#text.charCodeAt(this.at) !== COLON) return null;
      this.at = this.blanks(this.at + 1);
      const value = this.value(depth + 1);
      if (value === null) return null;
      if (!fields.has(name)) fields.set(name, value);
      const sign = this.#next();
      if (sign === CLOSE) return { kind: "object", fields };
      if (sign !== COMMA) return null;
    }
  }

  #array(depth: number): JsonNode | null {
    const items: JsonNode[] = [];
    this.at = this.blanks(this.at + 1);
    if (this.#text.charCodeAt(this.at) === CLOSE_LIST) return this.#closed({ kind: "array", items });
    for (;;) {
      const value = this.value(depth + 1);
      if (value === null) return null;
      items.push(value);
      const sign = this.#next();
      if (sign === CLOSE_LIST) return { kind: "array", items };
      if (sign !== COMMA) return null;
    }
  }

  /** The sign after a value, and on to what follows it. */
  #next(): number {
    this.at = this.blanks(this.at);
    if (this.at >= this.#to) return 0;
    const sign = this.#text.charCodeAt(this.at);
    this.at = sign === COMMA ? this.blanks(this.at + 1) : this.at + 1;
    return sign;
  }

  #closed(node: JsonNode): JsonNode {
    this.at++;
    return node;
  }
}
