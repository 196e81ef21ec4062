import type { Socket } from "node:net";
import type { Held } from "./in-order.ts";

/** One thing after the other for a connection; a peer that asks faster than it is answered is held up. */
export interface Flow {
  /** Of all files of the connection. */
  readonly held: Held;
  run(bytes: number, work: () => Promise<void> | void): void;
}

const FULL_BYTES = 4_194_304;
/** What a question costs besides its bytes. */
const QUESTION_BYTES = 1_024;

export function createFlow(socket: Socket): Flow {
  let waiting = 0;
  let turn: Promise<void> = Promise.resolve();
  return {
    held: { bytes: 0 },
    run(bytes, work) {
      const cost = bytes + QUESTION_BYTES;
      waiting += cost;
      if (waiting > FULL_BYTES) socket.pause();
      turn = turn
        .then(work)
        .catch(() => void socket.destroy())
        .finally(() => {
          waiting -= cost;
          if (waiting <= FULL_BYTES / 2 && socket.isPaused()) socket.resume();
        });
    },
  };
}
