import { SourceTrouble } from "../problem.ts";
import type { OpenOptions } from "../transport.ts";
import type { DatabaseConnection } from "./engines/engine.ts";
import { STATEMENT_MS } from "./engines/engine.ts";
import { engineOf } from "./engines/catalogue.ts";
import type { DatabaseSettings } from "./settings.ts";

/** The server's own bounds come first: these are for one that keeps none, and says nothing. */
export interface Patience {
  readonly connectMs: number;
  readonly readMs: number;
}

const PATIENCE: Patience = { connectMs: 30_000, readMs: STATEMENT_MS + 15_000 };
const CLOSE_MS = 5_000;

/** Throws SourceTrouble. */
export async function connectTo(
  options: Pick<OpenOptions<DatabaseSettings>, "settings" | "credentials" | "machine"> & {
    readonly signal: AbortSignal;
  },
  { connectMs, readMs }: Patience = PATIENCE,
): Promise<DatabaseConnection> {
  const { settings, credentials, machine, signal } = options;
  const engine = engineOf(settings);
  const trust =
    settings.trust === "pin" ? ({ by: "pin", pin: settings.pin || null } as const) : ({ by: "authority" } as const);
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const given = { settings, credentials, machine, trust, port: settings.port ?? engine.port, signal: ending.signal };
  const opening = engine.connect(given);
  const connection = await within(opening, connectMs, () => {
    end();
    // One that comes too late is not left open.
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
  });
  return {
    read: (select, rows) => within(connection.read(select, rows), readMs, end),
    async close() {
      signal.removeEventListener("abort", end);
      await within(connection.close(), CLOSE_MS, end).catch(() => undefined);
    },
  };
}

async function within<T>(work: Promise<T>, ms: number, onLate: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new SourceTrouble("timed-out"));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
