import { createSecretKey } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Framing } from "../../drivers/driver.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeliveredPart, PollResult, Sink, Source } from "../source.ts";
import { createPorts, type Ports } from "../stream/ports.ts";
import { tcpSettings } from "./settings.ts";
import { tcp } from "./transport.ts";

/** For tests: what a source has handed over and counted, with the peer played on loopback. */
export interface Taken {
  readonly sink: Sink;
  /** Texts of all frames, those that were broken off with ` (cut)` behind. */
  texts(): string[];
  readonly parts: DeliveredPart[];
  readonly notes: Record<string, number>;
  /** While it is set, the inbox takes nothing. */
  full: boolean;
}

export function takenBy(): Taken {
  const parts: DeliveredPart[] = [];
  const notes: Record<string, number> = {};
  const taken: Taken = {
    parts,
    notes,
    full: false,
    texts: () =>
      parts.flatMap(({ frames }) =>
        frames.map(
          ({ bytes, mark }) => `${Buffer.from(bytes).toString("latin1")}${mark?.cut === true ? " (cut)" : ""}`,
        ),
      ),
    sink: {
      async deliver(part) {
        await new Promise(setImmediate);
        if (taken.full) throw new Error("full");
        parts.push(part);
      },
      note(note, count = 1) {
        notes[note] = (notes[note] ?? 0) + count;
      },
    },
  };
  return taken;
}

export const LOOPBACK: Machine = {
  roots: async () => [],
  networks: async () => ["127.0.0.0/8"],
  ports: async () => [{ kind: "address", address: "127.0.0.1", from: 1, to: 65_535 }],
};

export function openTcp(
  settings: Record<string, unknown>,
  taken: Taken,
  more: { framing?: Framing; machine?: Machine; credentials?: Record<string, string>; ports?: Ports } = {},
): Source {
  return tcp.open({
    settings: tcpSettings.parse(settings),
    credentials: more.credentials ?? {},
    framing: more.framing ?? { kind: "line" },
    key: createSecretKey(Buffer.alloc(32)),
    known: [],
    sink: taken.sink,
    machine: more.machine ?? LOOPBACK,
    ports: more.ports ?? createPorts(),
  });
}

/** A system that listens: `talk` plays each connection. */
export async function playPbx(talk: (said: Said) => Promise<void>) {
  const errors: unknown[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    void talk(sayOn(socket)).catch((error: unknown) => errors.push(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    errors,
    connections: () => open.size,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Said {
  readonly socket: Socket;
  /** One byte at a time, each in a packet of its own. */
  bytewise(text: string): Promise<void>;
  /** Everything up to and with `text`. */
  hear(text: string, ms?: number): Promise<string>;
}

function sayOn(socket: Socket): Said {
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
  });
  return {
    socket,
    async bytewise(text) {
      for (const byte of Buffer.from(text, "latin1")) {
        socket.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    },
    async hear(text, ms = 5_000) {
      await until(
        () => heard.includes(text),
        ms,
        () => `waited for ${JSON.stringify(text)}, heard ${JSON.stringify(heard)}`,
      );
      const end = heard.indexOf(text) + text.length;
      const said = heard.slice(0, end);
      heard = heard.slice(end);
      return said;
    },
  };
}

export async function until(
  holds: () => boolean,
  ms = 5_000,
  why: () => string = () => "it never came",
): Promise<void> {
  for (const end = performance.now() + ms; !holds(); await wait(5)) {
    if (performance.now() > end) throw new Error(why());
  }
}

/** Rounds, as the collector makes them, until something holds; problems are gathered. */
export async function pollUntil(source: Source, holds: () => boolean, ms = 8_000): Promise<string[]> {
  const problems: string[] = [];
  const end = performance.now() + ms;
  for (;;) {
    const round: PollResult | { problem: string } = await source
      .poll()
      .catch((error: { problem?: string; message: string }) => ({ problem: error.problem ?? error.message }));
    if (round.problem !== null) problems.push(round.problem);
    if (holds()) return problems;
    if (performance.now() > end) throw new Error(`it never came; problems: ${[...new Set(problems)].join(", ")}`);
    await wait(20);
  }
}
