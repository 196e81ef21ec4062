import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { addDays } from "#server/domain/zoned-time.ts";
import { callCentre } from "./call-centre.ts";
import { clinic } from "./clinic.ts";
import { dayOf } from "./day.ts";
import { isBefore, type Moment, momentOf } from "./moment.ts";
import { callbacks, exchange } from "./municipality.ts";
import { month, type Pbx } from "./pbx.ts";

export const PBXES: readonly Pbx[] = [clinic, callbacks, exchange, callCentre];

/** Where a system of the demo writes, and its source reads. */
export function folderOf(home: string, pbx: Pbx): string {
  return join(home, "shared", pbx.company, pbx.source);
}

/** Writes what all systems would have written from one moment to another; answers the number of lines. */
export function writePast(home: string, from: Moment, now: Moment): number {
  let lines = 0;
  for (const pbx of PBXES) {
    rotate(home, pbx, now);
    for (let day = from.day; day <= now.day; day = addDays(day, 1)) {
      const past = dayOf(pbx, day).filter(({ moment }) => !isBefore(moment, from) && isBefore(moment, now));
      const first = past[0];
      if (first === undefined) continue;
      append(
        home,
        pbx,
        pbx.file(first.moment, now),
        past.map((each) => each.line),
      );
      lines += past.length;
    }
  }
  return lines;
}

/** A call of this moment, written as it happens. */
export function writeNow(home: string, pbx: Pbx, now: Moment, line: string): void {
  rotate(home, pbx, now);
  append(home, pbx, pbx.file(now, now), [line]);
}

/** Renames the current file when its last line is of another month, as logrotate does. */
function rotate(home: string, pbx: Pbx, now: Moment): void {
  if (pbx.rotates === undefined) return;
  const path = join(folderOf(home, pbx), pbx.rotates);
  if (!existsSync(path)) return;
  const written = month(momentOf(statSync(path).mtime));
  if (written < month(now)) renameSync(path, `${path}-${written}`);
}

/** Adds whole lines in one write, as a PBX does. */
function append(home: string, pbx: Pbx, file: string, lines: readonly string[]): void {
  const folder = folderOf(home, pbx);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  const all = pbx.header === null || existsSync(path) ? lines : [pbx.header, ...lines];
  appendFileSync(path, all.map((line) => `${line}\n`).join(""), { mode: 0o600 });
}
