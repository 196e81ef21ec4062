import { spawn } from "node:child_process";
import { constants, existsSync, mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Play } from "./player.ts";

/** What waits for the kernel before no more calls are made: a system with a full buffer drops them, and knows of none. */
const MOST_WRITING = 8;

/** A serial line, as the kernel has it: two ends, of which one is the system's. */
export const playSerial: Play = async (journal, { folder }) => {
  mkdirSync(folder, { recursive: true });
  const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
  const line = spawn("socat", [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`], { stdio: "ignore" });
  for (let tries = 0; !(existsSync(ours) && existsSync(theirs)); tries++) {
    if (tries > 1_200) throw new Error("no serial line can be played");
    await wait(50);
  }
  // While nobody holds an end the line itself would end.
  const held = await open(ours, constants.O_RDWR | constants.O_NOCTTY);
  const end = await open(theirs, constants.O_RDWR | constants.O_NOCTTY);
  let writing = 0;
  return {
    player: {
      step() {
        if (writing >= MOST_WRITING) return;
        writing++;
        void end.write(`${journal.line(journal.next())}\r\n`).then(
          () => writing--,
          () => undefined,
        );
      },
      finish: async () => undefined,
      async close() {
        line.kill();
        await Promise.all([held.close(), end.close()]).catch(() => undefined);
      },
    },
    told: { device: ours },
  };
};
