import type { Sql, Tx } from "./clients.ts";

/**
 * `sql.begin`, safe against a connection that dies inside it: postgres.js would send ROLLBACK to the closed socket, which
 * throws where nobody can catch it and ends the process. The error of the lost connection is what it rejects with.
 */
export async function transaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>, mode = ""): Promise<T> {
  const result = await sql.begin(mode, async (tx) => {
    try {
      return { value: await work(tx) };
    } catch (error) {
      // `begin` itself rejects as soon as the connection has closed; answering nothing here keeps it from the ROLLBACK.
      if (isLostConnection(error)) return await new Promise<{ value: T }>(() => undefined);
      throw error;
    }
  });
  return (result as { value: T }).value;
}

function isLostConnection(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code !== undefined && LOST.has(code);
}

const LOST: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNRESET",
  "EPIPE",
  "ENOTCONN",
  "57P01",
  "57P02",
  "57P03",
]);
