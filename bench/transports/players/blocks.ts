import { createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { portOf } from "./port-of.ts";
import type { Play } from "./player.ts";

const MOST = 20;
/** A block tells its length in five digits. */
const MOST_EVER = 200;

/** NEC's SMDR: a block of records is asked for, and kept until it is acknowledged by its number. */
export const playBlocks: Play = async (journal, { atOnce = MOST }) => {
  const waiting: number[] = [];
  let block: number[] = [];
  let sequence = 0;
  let asked: Socket | null = null;
  let over = false;
  const sockets = new Set<Socket>();
  const give = () => {
    if (asked === null) return;
    if (block.length === 0) block = waiting.splice(0, Math.min(atOnce, MOST_EVER));
    if (block.length === 0) return;
    asked.write(packet(`2`, `00${sequence}${block.map((call) => `${journal.line(call)}\n`).join("")}`), "latin1");
    asked = null;
  };
  const hear = (socket: Socket, kind: string, said: string) => {
    if (kind === "1") {
      asked = socket;
      give();
    } else if (kind === "5") socket.write(packet("3", "001"), "latin1");
    else if (kind === "4" && said[2] === String(sequence)) {
      for (const call of block) journal.promised.add(call);
      block = [];
      sequence = (sequence + 1) % 10;
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    let held = "";
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      if (asked === socket) asked = null;
    });
    socket.on("data", (chunk: Buffer) => {
      held += chunk.toString("latin1");
      for (let size = sizeOf(held); held.length >= size; size = sizeOf(held)) {
        hear(socket, held[1] ?? "", held.slice(7, size - 1));
        held = held.slice(size);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    player: {
      step() {
        if (!over) waiting.push(journal.next());
        give();
      },
      async finish() {
        over = true;
        while (waiting.length + block.length > 0) await wait(20);
      },
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    },
    told: { port: portOf(server) },
  };
};

/** SYN, kind, five digits that count the data, data, parity. */
function sizeOf(held: string): number {
  return held.length < 7 ? 7 : 7 + Number(held.slice(2, 7)) + 1;
}

function packet(kind: string, data: string): string {
  const text = `${kind}${String(Buffer.byteLength(data, "latin1")).padStart(5, "0")}${data}`;
  const parity = Buffer.from(text, "latin1").reduce((sum, byte) => sum ^ byte, 0);
  return `\x16${text}${String.fromCharCode(parity)}`;
}
