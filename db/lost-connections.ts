/**
 * postgres.js asks each new connection for its array types and awaits that nowhere: one that ends at that moment, or a cluster that has
 * none left to give, would end the whole process. Whoever waits for a connection is told of the loss all the same, and tries again.
 */
export function outliveLostConnections(): void {
  if (isOn) return;
  isOn = true;
  process.on("unhandledRejection", (reason) => {
    if (isLostConnection(reason)) return;
    // As if nobody listened: whoever else does, decides instead.
    if (process.listenerCount("unhandledRejection") === 1) throw reason;
  });
}

let isOn = false;

/** What the driver throws when a connection ends or is refused; no answer to a statement has one of these codes. */
function isLostConnection(reason: unknown): boolean {
  const { code } = (reason ?? {}) as { code?: unknown };
  return typeof code === "string" && (LOST.has(code) || code.startsWith("CONNECTION_"));
}

const LOST: ReadonlySet<string> = new Set([
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
  ...["57P01", "57P02", "57P03", "53300"],
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE"],
]);
