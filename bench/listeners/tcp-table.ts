import { readFile } from "node:fs/promises";

/**
 * A connection as the kernel keeps it. `unacknowledged`: bytes that the other machine has not said it has; `unread`: what came and no
 * process has read, be it that the listener has not come to the connection yet.
 */
export interface TcpRow {
  readonly local: number;
  readonly remote: number;
  readonly state: number;
  readonly unacknowledged: number;
  readonly unread: number;
}

export const LISTENS = 0x0a;
const WAITS = 0x06;

/** The machine's connections by IPv4: /proc/net/tcp. What only waits for its name to be free again is left out. */
export async function tcpTable(): Promise<readonly TcpRow[]> {
  return rowsOf(await readFile("/proc/net/tcp", "utf8"));
}

/** Bytes that came for the listener at this port of loopback by UDP, and that it has not read; null where nobody listens. */
export async function unreadByUdp(port: number): Promise<number | null> {
  const rows = rowsOf(await readFile("/proc/net/udp", "utf8"));
  return rows.find(({ local }) => local === port)?.unread ?? null;
}

/** Pure: `text` as the kernel writes it, of TCP or UDP. */
export function rowsOf(text: string): readonly TcpRow[] {
  return text.split("\n").flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [, local = "", remote = "", state = "", queues = ""] = columns;
    if (!/^[0-9A-F]{8}:[0-9A-F]{4}$/.test(local)) return [];
    const row = { local: portOf(local), remote: portOf(remote), state: Number.parseInt(state, 16) };
    const [unacknowledged = 0, unread = 0] = queues.split(":").map((bytes) => Number.parseInt(bytes, 16));
    return row.state === WAITS ? [] : [{ ...row, unacknowledged, unread }];
  });
}

function portOf(place: string): number {
  return Number.parseInt(place.slice(9), 16);
}
