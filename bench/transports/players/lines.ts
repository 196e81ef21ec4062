import { connect, type Socket } from "node:net";
import { createSocket } from "node:dgram";
import type { Journal, Played, Play } from "./player.ts";

const AGAIN_MS = 50;

/** A connection that is made again whenever it breaks, and a line a call on it. */
export function playLines(before: string): Play {
  return async (journal, { port }) => {
    let socket: Socket | null = null;
    let over = false;
    const dial = () => {
      const made = connect({ port, host: "127.0.0.1", noDelay: true });
      made.on("error", () => undefined);
      made.once("connect", () => {
        socket = made;
      });
      made.once("close", () => {
        socket = null;
        if (!over) setTimeout(dial, AGAIN_MS);
      });
      // What the other side says is nothing.
      made.resume();
    };
    dial();
    return told({
      step() {
        if (socket?.writable === true) socket.write(`${before}${journal.line(journal.next())}\n`);
      },
      finish: async () => undefined,
      close() {
        over = true;
        socket?.end();
      },
    });
  };
}

/** A packet a call, whether anybody listens or not. */
export const playPackets: Play = async (journal: Journal, { port }) => {
  const socket = createSocket("udp4");
  socket.on("error", () => undefined);
  return told({
    step: () => socket.send(`${HEADER}${journal.line(journal.next())}`, port, "127.0.0.1", () => undefined),
    finish: async () => undefined,
    close: () => void socket.close(),
  });
};

export const HEADER = "<133>Mar  2 08:15:00 pbx cdr: ";

function told(player: Played["player"]): Played {
  return { player, told: {} };
}
