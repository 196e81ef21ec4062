import { seededRandom } from "#server/domain/seeded-random.ts";
import { callNow } from "./day.ts";
import { momentOf } from "./moment.ts";
import { readDemoNote, writeDemoNote } from "./note.ts";
import type { Pbx } from "./pbx.ts";
import { PBXES, writeNow, writePast } from "./write-files.ts";

export interface Stage {
  clock(): Date;
  /** Rejects to end the play. */
  pause(ms: number): Promise<unknown>;
  /** A line that could not be written, e.g. because the disk is full: the play goes on. */
  failed(error: unknown): void;
}

const FEWEST_MS = 8_000;
const MOST_MS = 24_000;

/** Writes what was missed while nothing ran, then a few calls a minute, until the stage's pause rejects. */
export async function play(home: string, stage: Stage): Promise<never> {
  const random = seededRandom(stage.clock().getTime());
  attempt(stage, () => catchUp(home, stage.clock()));
  for (;;) {
    await stage.pause(FEWEST_MS + random() * (MOST_MS - FEWEST_MS));
    attempt(stage, () => {
      const now = stage.clock();
      const moment = momentOf(now);
      const pbx = busiest(random);
      writeNow(home, pbx, moment, callNow(pbx, moment, random));
      writeDemoNote(home, now);
    });
  }
}

function catchUp(home: string, now: Date): void {
  const note = readDemoNote(home);
  if (note === null) return;
  writePast(home, momentOf(new Date(note.writtenUntil)), momentOf(now));
  writeDemoNote(home, now);
}

function attempt(stage: Stage, work: () => void): void {
  try {
    work();
  } catch (error) {
    stage.failed(error);
  }
}

/** One of the systems, the busy ones more often. */
function busiest(random: () => number): Pbx {
  let left = random() * PBXES.reduce((sum, pbx) => sum + pbx.callsADay, 0);
  const chosen = PBXES.find((pbx) => {
    left -= pbx.callsADay;
    return left < 0;
  });
  const fallback = PBXES[0];
  if (fallback === undefined) throw new Error("the demo has no systems");
  return chosen ?? fallback;
}
