import type { Framing } from "../../drivers/driver.ts";
import { createFramer } from "../../drivers/framing.ts";
import type { AgainLine } from "./read-lines.ts";

/**
 * Lines put together again as another driver cuts its files, where they still follow on each other: a record of several lines is
 * read as one, and goes or stays as one. A record that a full page breaks off waits for the next page (`isLast` = there is none).
 */
export function recutLines(framing: Framing, lines: readonly AgainLine[], isLast: boolean): AgainLine[] {
  const stretches = stretchesOf(lines);
  const recut = stretches.map((stretch, at) => recutStretch(framing, stretch, isLast || at < stretches.length - 1));
  const all = recut.flat();
  // What fills a page by itself is longer than anything that is put together here.
  return all.length === 0 ? [...lines] : all;
}

/** Lines of one file with nothing between them but their line ends. */
function stretchesOf(lines: readonly AgainLine[]): AgainLine[][] {
  const stretches: AgainLine[][] = [];
  let last: AgainLine | null = null;
  for (const line of lines) {
    const end: number | null = last === null || last.frame === null ? null : last.position + last.frame.length + 1;
    if (last?.deliveryId === line.deliveryId && end === line.position && line.frame !== null)
      stretches.at(-1)?.push(line);
    else stretches.push([line]);
    last = line;
  }
  return stretches;
}

function recutStretch(framing: Framing, lines: readonly AgainLine[], isWhole: boolean): AgainLine[] {
  const [first] = lines;
  if (first === undefined || first.frame === null) return [...lines];
  const bytes = Buffer.concat(lines.flatMap(({ frame }) => (frame === null ? [] : [frame, LINE_END])));
  const framer = createFramer(framing);
  const complete = [...framer.push(bytes)];
  const frames = isWhole ? [...complete, ...framer.finish()] : complete;
  const cut: AgainLine[] = [];
  let [from, at] = [0, 0];
  for (const frame of frames) {
    const own: AgainLine[] = [];
    for (; at < lines.length && startOf(lines[at]) - first.position < frame.end; at++)
      own.push(...lines.slice(at, at + 1));
    const [head, ...more] = own;
    // Two records in one line are the line's as it is: nothing says which of them it would go with.
    if (head !== undefined) cut.push({ ...head, frame: frame.bytes, more });
    else if (holdsMore(bytes.subarray(from, frame.end))) return [...lines];
    from = frame.end;
  }
  return cut;
}

const LINE_END = Buffer.from("\n");

/** Where a line's own text begins: what stands before it may belong to the record before. */
function startOf(line: AgainLine | undefined): number {
  const frame = line?.frame ?? Buffer.alloc(0);
  const blanks = frame.findIndex((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d);
  return (line?.position ?? 0) + Math.max(0, blanks);
}

/** More than blanks and what stands between the elements of a list. */
function holdsMore(bytes: Buffer): boolean {
  return bytes.some((byte) => !BETWEEN.includes(byte));
}

const BETWEEN = Buffer.from(" \t\r\n,[]");
