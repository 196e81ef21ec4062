import type { Duplex } from "node:stream";
import { SourceTrouble } from "../problem.ts";

/** Chunks that wait for whoever reads; more stay with the system below, which slows the sender. */
const MOST_BYTES = 131_072;
const WRITE_MS = 15_000;

/** A socket or a serial line, read piece by piece. */
export interface Wire {
  /** null when nothing came in so many milliseconds, "over" when nothing will come any more. */
  next(ms: number): Promise<Buffer | "over" | null>;
  write(bytes: Uint8Array): Promise<void>;
  /** Whether the other side ended it in order. */
  readonly inOrder: boolean;
  readonly closed: boolean;
  close(): void;
}

/** Everything is taken as it arrives, so that a reset loses no byte that was here before it. */
export function openWire(duplex: Duplex): Wire {
  const chunks: Buffer[] = [];
  let [bytes, over, inOrder] = [0, false, false];
  let wake: () => void = () => undefined;
  const take = (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
  };
  const hear = (chunk: Buffer) => {
    take(chunk);
    if (bytes > MOST_BYTES) duplex.pause();
    wake();
  };
  const end = () => {
    if (over) return;
    over = true;
    // What came while it was paused is held above the system, and would go with a reset.
    duplex.off("data", hear);
    for (let left: Buffer | null = duplex.read(); left !== null; left = duplex.read()) take(left);
    wake();
  };
  duplex.on("data", hear);
  duplex.on("end", () => {
    inOrder = true;
    end();
  });
  duplex.on("error", end);
  duplex.on("close", end);
  if (duplex.destroyed) end();
  return {
    async next(ms) {
      const until = performance.now() + ms;
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) {
          bytes -= chunk.length;
          if (bytes <= MOST_BYTES && !over) duplex.resume();
          return chunk;
        }
        if (over) return "over";
        const left = until - performance.now();
        if (left <= 0) return null;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    write: (out) =>
      new Promise((resolve, reject) => {
        if (over || duplex.destroyed) return reject(new SourceTrouble("unreachable"));
        const timer = setTimeout(() => reject(new SourceTrouble("timed-out")), WRITE_MS);
        duplex.write(out, (cause) => {
          clearTimeout(timer);
          if (cause == null) resolve();
          else reject(new SourceTrouble("unreachable", cause));
        });
      }),
    get inOrder() {
      return inOrder;
    },
    get closed() {
      return over;
    },
    close: () => void duplex.destroy(),
  };
}
