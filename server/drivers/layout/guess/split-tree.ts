import { createFramer } from "../../framing.ts";
import type { Framing } from "../../driver.ts";
import { readXml, type XmlNode, xmlText } from "../../xml-offsets.ts";
import { byteText } from "../../text.ts";
import { MOST_LINES, type SampleColumn, type SplitSample } from "./column.ts";

/** So many names of fields are looked at, and so deep. */
const MOST_PATHS = 100;
const DEEPEST = 5;

type Leaves = Map<string, string>;

/** Objects of a stream, of lines or of an array. */
export function splitJson(sample: string): SplitSample | null {
  const records = framesOf(sample, { kind: "json" }).flatMap((frame) => {
    const from = frame.indexOf("{");
    const leaves: Leaves = new Map();
    try {
      if (from >= 0) addJson(leaves, JSON.parse(frame.slice(from, frame.lastIndexOf("}") + 1)), "", 0);
    } catch {
      return [];
    }
    return leaves.size > 0 ? [leaves] : [];
  });
  return records.length === 0
    ? null
    : { kind: "json", columns: columnsOf(records), headers: [], rules: [], size: null };
}

function addJson(leaves: Leaves, value: unknown, path: string, depth: number): void {
  if (typeof value !== "object" || value === null) {
    if (leaves.size < MOST_PATHS && path !== "") leaves.set(path, value === null ? "" : String(value).trim());
    return;
  }
  if (depth >= DEEPEST) return;
  // Of a list the first two say what its elements are.
  const inner = Array.isArray(value) ? value.slice(0, 2).entries() : Object.entries(value);
  for (const [key, each] of inner)
    if (!String(key).includes(".")) addJson(leaves, each, path === "" ? String(key) : `${path}.${key}`, depth + 1);
}

/** Elements that repeat and hold others or attributes; of a single record the outermost one. */
export function splitXml(sample: string): SplitSample | null {
  const element = elementOf(sample);
  if (element === null) return null;
  const records = framesOf(sample, { kind: "xml", element }).flatMap((frame) => {
    const text = byteText(Buffer.from(frame));
    const node = readXml(text);
    if (node?.name !== element) return [];
    const leaves: Leaves = new Map();
    addXml(leaves, node, { frame: Buffer.from(frame), text }, "", 0);
    return leaves.size > 0 ? [leaves] : [];
  });
  if (records.length === 0) return null;
  return { kind: "xml", element, columns: columnsOf(records), headers: [], rules: [], size: null };
}

function addXml(
  leaves: Leaves,
  node: XmlNode,
  frame: { frame: Buffer; text: string },
  path: string,
  depth: number,
): void {
  if (depth > DEEPEST || leaves.size >= MOST_PATHS) return;
  for (const [name, span] of node.attributes) leaves.set(`${path}@${name}`, xmlText(frame, span)?.trim() ?? "");
  if (node.children.length === 0 && path !== "") leaves.set(path, xmlText(frame, node.text)?.trim() ?? "");
  for (const child of node.children)
    addXml(leaves, child, frame, path === "" ? child.name : `${path}.${child.name}`, depth + 1);
}

function elementOf(sample: string): string | null {
  const counts = new Map<string, number>();
  for (const [, name] of sample.matchAll(/<([A-Za-z_][\w.:-]{0,99})(?=[\s>/])/g)) {
    if (name !== undefined && counts.size < 500) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const holdsMore = (name: string) => {
    const from = sample.search(new RegExp(`<${name.replaceAll(".", "\\.")}[\\s>]`));
    const next = sample.slice(from + name.length + 1);
    return /^\s+[\w.:-]+\s*=/.test(next) || /^[^>]*>\s*<[^/]/.test(next);
  };
  const names = [...counts].filter(([name]) => holdsMore(name));
  return names.find(([, count]) => count > 1)?.[0] ?? names[0]?.[0] ?? null;
}

function framesOf(sample: string, framing: Framing): string[] {
  const framer = createFramer(framing);
  return [...framer.push(Buffer.from(sample)), ...framer.finish()]
    .slice(0, MOST_LINES)
    .map((frame) => frame.bytes.toString("utf8"));
}

function columnsOf(records: readonly Leaves[]): SampleColumn[] {
  const paths = [...new Set(records.flatMap((leaves) => [...leaves.keys()]))].slice(0, MOST_PATHS);
  return paths.map((path) => ({
    place: path,
    header: path.replaceAll(/[.@]/g, " ").trim(),
    values: records.map((leaves) => leaves.get(path) ?? ""),
  }));
}
