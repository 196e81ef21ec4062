import type { Transport } from "./transport.ts";

/** Settings that say with whom a source speaks, as whom, and whether anybody can listen. */
const SAYS_WHO =
  /host|port|url|server|user|account|address|dsn|odbc|engine|database|tls|secur|encrypt|auth|sign|trust|scope|audience|tenant|driver|connect|conversation|mode|number|device|plain|algorithm|protocol/i;

/**
 * Whether stored credentials would go where they go now. Whoever may set a source must not be able to have its password sent to a
 * machine of their own: for another place it is entered anew.
 */
export function isSamePeer(
  transport: Transport,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): boolean {
  const was = known(transport, before);
  return transport.fields.every(
    ({ name, kind }) =>
      kind === "pin" || !SAYS_WHO.test(name) || JSON.stringify(was[name]) === JSON.stringify(after[name]),
  );
}

/** With what the transport takes for granted today: a setting that came with a newer release is no change. */
function known(transport: Transport, settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const read = transport.settings.safeParse(settings);
  return read.success ? (read.data as Readonly<Record<string, unknown>>) : settings;
}
