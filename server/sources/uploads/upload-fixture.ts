import { createSecretKey } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import type { Framing } from "../../drivers/driver.ts";
import { createTestSink, type TestSink } from "../files/sink-fixture.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeliveredPart, Source } from "../source.ts";
import { createPorts, type Ports } from "../stream/ports.ts";
import type { Transport } from "../transport.ts";

/** For tests: a collector's side of uploads. What is staged is seen once it is published, and not at all without. */
export interface UploadSink extends TestSink {
  readonly staged: { parts: number; open: number; most: number };
  /** The next publication fails, as if the process ended right before it. */
  failPublish(times: number): void;
}

export function createUploadSink(): UploadSink {
  const plain = createTestSink();
  const staged = { parts: 0, open: 0, most: 0 };
  let failing = 0;
  return {
    ...plain,
    staged,
    failPublish: (times) => {
      failing = times;
    },
    sink: {
      ...plain.sink,
      stage() {
        const parts: DeliveredPart[] = [];
        staged.most = Math.max(staged.most, ++staged.open);
        const over = () => {
          staged.open--;
          parts.length = 0;
        };
        return {
          async put(part) {
            parts.push({ ...part, frames: part.frames.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })) });
            staged.parts++;
          },
          async publish() {
            if (failing-- > 0) throw new AppError("unavailable", "full");
            for (const part of parts) await plain.sink.deliver(part);
            over();
          },
          async drop() {
            over();
          },
        };
      },
    },
  };
}

export const KEY = createSecretKey(Buffer.alloc(32, 7));
export const LINES: Framing = { kind: "line" };

export interface Served {
  readonly source: Source;
  readonly sink: UploadSink;
}

/** A source of a transport, open on its port. */
export async function openServed<S>(
  transport: Transport<S>,
  options: {
    readonly settings: unknown;
    readonly credentials?: Readonly<Record<string, string>>;
    readonly machine: Machine;
    readonly ports?: Ports;
    readonly sink?: UploadSink;
    readonly framing?: Framing;
  },
): Promise<Served> {
  const sink = options.sink ?? createUploadSink();
  const source = transport.open({
    settings: transport.settings.parse(options.settings),
    credentials: options.credentials ?? {},
    framing: options.framing ?? LINES,
    key: KEY,
    known: sink.positions.values(),
    sink: sink.sink,
    machine: options.machine,
    ports: options.ports ?? createPorts(),
  });
  await source.poll();
  return { source, sink };
}

/** What may be listened on in a test: everything of loopback. */
export function testMachine(more: Partial<Machine> = {}): Machine {
  return {
    roots: async () => [],
    networks: async () => [],
    ports: async () => [{ kind: "address", address: "127.0.0.1", from: 1, to: 65_535 }],
    ...more,
  };
}

/** `count` lines as a PBX would write them, from the `first` on. */
export function linesFrom(first: number, count: number, width = 40): string {
  return Array.from({ length: count }, (_, n) => `call ${first + n} ${"x".repeat(width)}\n`).join("");
}

export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 400) throw new Error("it does not come to be so");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
