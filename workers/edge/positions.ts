import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writeSecret } from "#db/secret-file.ts";
import { listSegments, type SegmentHeader } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";
import { withWaiting } from "../collector/waiting-positions.ts";
import { fileOf } from "./edge-home.ts";

const Line = z.object({
  deliveryId: z.uuid(),
  position: z.int().nonnegative(),
  identity: z.record(z.string(), z.unknown()).nullable(),
  done: z.boolean(),
});
type Line = z.infer<typeof Line>;

/** Finished files are remembered for as long as they might come again; connections that ended are not. */
const MOST_DELIVERIES = 100_000;

/** How far each delivery of a source is stored for good, as the portal has said: what this edge goes on from, with or without it. */
export class Positions {
  readonly #file: string;
  readonly #known = new Map<string, Line>();
  #lines = 0;

  constructor(home: string, sourceId: number) {
    this.#file = fileOf(home, `source-${sourceId}.positions`);
    for (const line of readLines(this.#file)) this.#put(line);
  }

  /** On disk before it returns: only then may the segment go. */
  stored(headers: readonly SegmentHeader[]): void {
    const lines = headers.map(({ deliveryId, to, identity, end }) => ({
      deliveryId,
      position: to,
      identity,
      done: end,
    }));
    this.learn(lines);
  }

  /** How far deliveries are stored for good, on disk before it returns; of what is known to be further nothing changes. */
  learn(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#put(line);
    if (this.#lines > 2_000 && this.#lines > this.#known.size * 4) this.#rewrite();
    else append(this.#file, lines);
  }

  positionOf(deliveryId: string): number | null {
    return this.#known.get(deliveryId)?.position ?? null;
  }

  /** What is stored, and on from there what waits in the inbox here without a gap. */
  async all(inbox: string, companyId: number, sourceId: number): Promise<KnownPosition[]> {
    const waiting = await listSegments(inbox, { companyId, sourceId });
    return await withWaiting(async () => this.#known.values(), waiting);
  }

  #put(line: Line): void {
    this.#lines++;
    const known = this.#known.get(line.deliveryId);
    if (known !== undefined && known.position > line.position) return;
    this.#known.delete(line.deliveryId);
    if (line.done && line.identity?.["stream"] === 1) return;
    this.#known.set(line.deliveryId, line);
    const oldest = this.#known.size > MOST_DELIVERIES ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  #rewrite(): void {
    writeSecret(this.#file, [...this.#known.values()].map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#lines = this.#known.size;
  }
}

function append(file: string, lines: readonly Line[]): void {
  const fd = openSync(file, "a", 0o600);
  try {
    // A line break before each: what a power cut left half written stays a line of its own.
    appendFileSync(fd, lines.map((line) => `\n${JSON.stringify(line)}\n`).join(""));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A line that a power cut left half written is the last one, and tells of a segment that is still there. */
function readLines(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      return [Line.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
