import { setImmediate, setTimeout as wait } from "node:timers/promises";
import { closedConnections } from "./closed-connections.ts";
import type { Sql, Tx } from "./clients.ts";

/**
 * `sql.begin`, safe against a connection that dies inside it: postgres.js would send the next statement, COMMIT or ROLLBACK
 * to the closed socket, which throws where nobody can catch it and ends the process. It rejects with the loss.
 */
export async function transaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>, mode = ""): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const state: State = { begun: false, over: false, closed: closedConnections.n, settling: null };
    try {
      return await once(sql, work, mode, state);
    } catch (error) {
      // The first query of a new connection may be told of the death of the one before: nothing has been done yet.
      if (state.begun || !isLoss(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

const ATTEMPTS = 3;

async function once<T>(sql: Sql, work: (tx: Tx) => Promise<T>, mode: string, state: State): Promise<T> {
  const running = sql.begin(mode, async (tx) => {
    state.begun = true;
    try {
      const value = await work(guarded(tx, state));
      await settled(state);
      // Rejected already: nobody waits for this answer, and it must not lead to a COMMIT.
      return state.over ? await never<{ value: T }>() : { value };
    } catch (error) {
      await settled(state);
      // Whatever the work failed with, e.g. with what it was told of the keyring: a closed connection takes no ROLLBACK.
      if (state.over || (isLoss(error) && (await endsSoon(state)))) return await never<{ value: T }>();
      throw error;
    }
  });
  // `begin` rejects in the moment in which its connection closes, whatever the work is doing.
  running.catch(() => {
    state.over = true;
  });
  return ((await running) as { value: T }).value;
}

interface State {
  begun: boolean;
  over: boolean;
  /** Connections that had closed when this one was last known to be open. */
  closed: number;
  settling: Promise<void> | null;
}

/** Whose query was lost with its connection goes on a moment before `over` is known: never so once this has been awaited. */
async function settled(state: State): Promise<void> {
  if (state.closed !== closedConnections.n) {
    state.closed = closedConnections.n;
    state.settling = setImmediate();
  }
  await state.settling;
}

/** The same transaction, which refuses to speak once its connection has closed. */
function guarded(tx: Tx, state: State): Tx {
  return new Proxy(tx, {
    apply(target, self, args) {
      if (state.over) throw lost();
      return held(Reflect.apply(target as unknown as (...values: unknown[]) => unknown, self, args), state);
    },
    get(target, key) {
      if (SPEAKS.has(key) && state.over) throw lost();
      if (key !== "unsafe") return Reflect.get(target, key);
      return (...args: Parameters<Tx["unsafe"]>) => held(target.unsafe(...args), state);
    },
  });
}

function lost(): Error {
  return Object.assign(new Error("the connection closed inside a transaction"), { code: "CONNECTION_CLOSED" });
}

/** What the driver calls to send a query, which may be long after it was written down. */
interface Unsent {
  handler(query: Unsent): void;
  reject(error: Error): void;
}

function held<T>(query: T, state: State): T {
  const unsent = query as unknown as Unsent | undefined;
  if (typeof unsent?.handler !== "function") return query;
  const { handler } = unsent;
  const send = (one: Unsent) => (state.over ? one.reject(lost()) : handler(one));
  unsent.handler = Object.assign((one: Unsent) => {
    if (state.settling === null && state.closed === closedConnections.n) send(one);
    // In their order, too, those that come meanwhile.
    else void settled(state).then(() => send(one));
  }, handler);
  return query;
}

const SPEAKS: ReadonlySet<string | symbol> = new Set(["unsafe", "file", "savepoint"]);

/** The loss may be another connection's, e.g. the keyring's: only when this one closes too is it not rolled back. */
async function endsSoon(state: State): Promise<boolean> {
  for (let waited = 0; waited < 1_000 && !state.over; waited += 10) await wait(10);
  return state.over;
}

function isLoss(error: unknown): boolean {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && LOSSES.has(code);
}

const LOSSES: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNRESET",
  "EPIPE",
  "ENOTCONN",
  "57P01",
  "57P02",
  "57P03",
  "25P03",
  "25P04",
]);

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
