import type { Framing } from "../driver.ts";
import { mutate } from "./mutation.ts";
import type { DriverSpecimens } from "./specimens.ts";

/** A file of whole and damaged records, and where those whole ones begin that no damage beside them excuses. */
export interface DamagedFile {
  readonly file: Buffer;
  readonly intact: Set<number>;
}

const RECORDS_A_FILE = 500;

/**
 * A quarter of the records is whole. What holds a record apart from the next one (a line feed, a NUL, the count before it) is
 * spared: to lose it joins two records in any format.
 */
export function damagedFile(framing: Framing, specimens: DriverSpecimens, random: () => number): DamagedFile {
  const { frames, before = [], headers = [] } = specimens;
  const parts: Buffer[] = [];
  const intact = new Set<number>();
  let position = 0;
  const add = (bytes: Buffer): void => {
    parts.push(bytes);
    position += bytes.length;
  };
  for (const each of before) add(apart(framing, each));
  const header = random() < 0.1 ? headers[Math.floor(random() * headers.length)] : undefined;
  if (header !== undefined) add(apart(framing, mutate(header, random)));
  let excused = header !== undefined;
  const records = framing.kind === "document" ? 1 : RECORDS_A_FILE;
  // Where records hang together, only one between whole ones can be asked for.
  const run = hangsTogether(framing, specimens) ? 4 : 1;
  let spared = false;
  for (let i = 0; i < records; i++) {
    const whole = frames[Math.floor(random() * frames.length)] ?? Buffer.alloc(0);
    if (i % run === 0) spared = random() < 0.25;
    // Behind a damaged header nothing is said to be whole; where lines belong together, nothing beside a damaged one is.
    if (spared && !excused) intact.add(position);
    if (!spared && hangsTogether(framing, specimens)) dropLast(intact, parts, position);
    excused = header !== undefined || (!spared && hangsTogether(framing, specimens));
    add(apart(framing, spared ? whole : mutate(whole, random)));
  }
  return { file: Buffer.concat(parts), intact };
}

function hangsTogether(framing: Framing, { dependsOnOthers }: DriverSpecimens): boolean {
  return framing.kind === "lines" || dependsOnOthers !== undefined;
}

/** The record before a damaged one is excused, since its last line may have been followed by another. */
function dropLast(intact: Set<number>, parts: readonly Buffer[], position: number): void {
  intact.delete(position - (parts.at(-1)?.length ?? 0));
}

/** The record as it stands in a file, apart from the next one. */
export function apart(framing: Framing, record: Buffer): Buffer {
  switch (framing.kind) {
    case "line":
      return Buffer.concat([record, Buffer.from("\n")]);
    case "lines":
    case "json":
    case "sql":
    case "xml":
      return record.at(-1) === LF ? record : Buffer.concat([record, Buffer.from("\n")]);
    case "ended":
      return Buffer.concat([record.filter((byte) => byte !== framing.by), Buffer.from([framing.by])]);
    case "length":
      return counted(record.subarray(4));
    case "fixed":
      return Buffer.concat([record, Buffer.alloc(framing.bytes, " ")]).subarray(0, framing.bytes);
    case "enclosed":
    case "document":
    case "utf-16le":
      return record;
  }
}

function counted(payload: Buffer): Buffer {
  const length = Buffer.alloc(4);
  // A record of nothing is no record: its count would be taken for damage.
  const some = payload.length === 0 ? Buffer.from(" ") : payload;
  length.writeUInt32LE(some.length);
  return Buffer.concat([length, some]);
}

const LF = 0x0a;
