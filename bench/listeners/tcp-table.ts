import { readFile } from "node:fs/promises";

/**
 * A connection as the kernel keeps it. `unacknowledged`: bytes that the other machine has not said it has. `isTaken`: a process holds
 * it; what the kernel has answered for a listener that has not come to it yet is held by nobody.
 */
export interface TcpRow {
  readonly local: number;
  readonly remote: number;
  readonly state: number;
  readonly unacknowledged: number;
  readonly isTaken: boolean;
}

export const LISTENS = 0x0a;
const WAITS = 0x06;
const INODE = 9;

/** The machine's connections by IPv4: /proc/net/tcp. What only waits for its name to be free again is left out. */
export async function tcpTable(): Promise<readonly TcpRow[]> {
  return rowsOf(await readFile("/proc/net/tcp", "utf8"));
}

/** Pure: `text` as the kernel writes it. */
export function rowsOf(text: string): readonly TcpRow[] {
  return text.split("\n").flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [, local = "", remote = "", state = "", queues = ""] = columns;
    if (!/^[0-9A-F]{8}:[0-9A-F]{4}$/.test(local)) return [];
    const row = { local: portOf(local), remote: portOf(remote), state: Number.parseInt(state, 16) };
    const unacknowledged = Number.parseInt(queues, 16);
    return row.state === WAITS ? [] : [{ ...row, unacknowledged, isTaken: columns[INODE] !== "0" }];
  });
}

function portOf(place: string): number {
  return Number.parseInt(place.slice(9), 16);
}
