import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";
import { seededRandom } from "#server/domain/seeded-random.ts";
import { type TcpRow, tcpTable } from "./tcp-table.ts";

// Devices in a process of their own: `port connections records atOnce`. Every fifth connection is dropped in the middle of its last
// record, in three ways in turn. Tells, a line of JSON each, what became of every connection.
export type Drop = "none" | "closed" | "reset-acknowledged" | "reset-at-once";

export interface Sent {
  readonly drop: Drop;
  /** Calls sent whole: from the first one on, so many. */
  readonly from: number;
  readonly whole: number;
  /** Bytes of a record begun and not ended. */
  readonly begun: number;
  /** Bytes that the other side's system had not acknowledged when the connection was dropped, and all that were sent. */
  readonly unacknowledged: number;
  readonly bytes: number;
}

const DROPS = ["closed", "reset-acknowledged", "reset-at-once"] as const;
const PATIENCE_MS = 120_000;

const [port = 0, connections = 0, records = 0, atOnce = 0] = process.argv.slice(2).map(Number);
let next = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let mine = next++; mine < connections; mine = next++)
      process.stdout.write(`${JSON.stringify(await sendOne(mine))}\n`);
  }),
);

async function sendOne(mine: number): Promise<Sent> {
  const random = seededRandom(mine + 1);
  const from = Math.floor((mine * records) / connections);
  const count = Math.floor(((mine + 1) * records) / connections) - from;
  const drop = mine % 5 === 0 ? (DROPS[Math.floor(mine / 5) % DROPS.length] ?? "closed") : "none";
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  let [bytes, begun] = [0, 0];
  for (let at = 0; at < count; at++) {
    const line = Buffer.from(`${asteriskLine(from + at)}\n`);
    const isCut = drop !== "none" && at === count - 1;
    const part = isCut ? line.subarray(0, 1 + Math.floor(random() * (line.length - 2))) : line;
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
    bytes += part.length;
    if (isCut) begun = part.length;
    if (random() < 0.05) await wait(1);
  }
  const unacknowledged = await end(socket, drop, bytes);
  return { drop, from, whole: begun > 0 ? count - 1 : count, begun, unacknowledged, bytes };
}

/** Answers how much was under way when the connection was reset; of a connection that is closed nothing is lost on its way. */
async function end(socket: Socket, drop: Drop, bytes: number): Promise<number> {
  if (drop === "none" || drop === "closed") {
    await new Promise<void>((resolve) => socket.end(resolve));
    return 0;
  }
  if (drop === "reset-acknowledged") await arrived(socket, bytes);
  const left = (await rowFrom(socket))?.unacknowledged ?? 0;
  socket.resetAndDestroy();
  return left;
}

/** The collector has read of it, and so has asked whose it is; and its system has said that it has everything. */
async function arrived(socket: Socket, bytes: number): Promise<void> {
  const isRead = async () => ((await rowTo(socket))?.unread ?? bytes) < bytes;
  const isThere = async () => (await isRead()) && (await rowFrom(socket))?.unacknowledged === 0;
  for (const until = performance.now() + PATIENCE_MS; !(await isThere()); await wait(20))
    if (performance.now() > until) throw new Error("what was sent is never acknowledged");
}

async function rowFrom({ localPort }: Socket): Promise<TcpRow | undefined> {
  return (await tcpTable()).find(({ local, remote }) => local === localPort && remote === port);
}

async function rowTo({ localPort }: Socket): Promise<TcpRow | undefined> {
  return (await tcpTable()).find(({ local, remote }) => local === port && remote === localPort);
}
