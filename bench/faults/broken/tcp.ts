import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Source } from "#server/sources/source.ts";
import { openTcp, takenBy, until } from "#server/sources/tcp/tcp-fixture.ts";
import type { Figure } from "../../figure.ts";
import { tcpTable } from "../../listeners/tcp-table.ts";
import { brokenFigure, count, drawFates } from "./fates.ts";
import { freePort } from "#db/testing/free-port.ts";

const REACH = 20_000;
const PAUSE_MS = 100;
const READ_MS = 20_000;

/**
 * A sender whose connection breaks at a random byte: reset, ended, gone without a word, or silent for a while and then going on. What
 * was sent whole is a record; what was begun is kept as cut off and is none.
 */
export async function brokenTcp(faults: number): Promise<Figure> {
  const fates = drawFates(REACH);
  const port = await freePort();
  const taken = takenBy();
  const settings = { address: "127.0.0.1", port, senders: "127.0.0.1", maxConnections: 1_000 };
  const source = openTcp(settings, taken);
  const silent: Socket[] = [];
  const expected: string[] = [];
  let record = 0;
  await source.poll();
  try {
    for (let fate = fates.next(faults); fate !== null; fate = fates.next(faults)) {
      const socket = await dialled(port, source);
      const bytes: Buffer[] = [];
      for (let size = 0; size <= fate.afterBytes; size = bytes.reduce((sum, one) => sum + one.length, 0))
        bytes.push(Buffer.from(`record ${record++} ${"x".repeat((record * 37) % 300)}\n`));
      const all = Buffer.concat(bytes);
      await write(socket, all.subarray(0, fate.afterBytes));
      if (fate.kind === "stall") {
        await wait(PAUSE_MS);
        await write(socket, all.subarray(fate.afterBytes));
        socket.end();
      } else if (fate.kind === "reset") socket.resetAndDestroy();
      else if (fate.kind === "end") socket.end();
      else silent.push(socket);
      const came = fate.kind === "stall" ? all : all.subarray(0, fate.afterBytes);
      const [rest = "", ...whole] = came.toString().split("\n").reverse();
      expected.push(...whole.reverse(), ...(rest === "" ? [] : [`${rest} (cut)`]));
      fate.met?.();
    }
    await isRead(port);
    await until(
      () => source.live?.()["connections"] === silent.length,
      20_000,
      () => "connections do not end",
    );
    await source.poll();
  } finally {
    await source.close();
    for (const socket of silent) socket.destroy();
  }
  const wrong = { lost: 0, twice: 0, partial: 0 };
  count(wrong, expected, taken.texts());
  const cutOff = expected.filter((text) => text.endsWith(" (cut)")).length;
  wrong.lost += Math.abs(cutOff - (taken.notes["cut"] ?? 0));
  return brokenFigure("tcp", faults, { wrong, sent: expected.length, fates, detail: { cutOffAndCounted: cutOff } });
}

/** Once it was taken: what is reset before is another matter (REL-09). */
async function dialled(port: number, source: Source): Promise<Socket> {
  const before = Number(source.live?.()["opened"]);
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  await until(() => Number(source.live?.()["opened"]) > before, 60_000);
  return socket;
}

/** What the kernel still holds of a connection that stands open would go with the listener. */
async function isRead(port: number): Promise<void> {
  const isAll = async () => (await tcpTable()).every(({ local, unread }) => local !== port || unread === 0);
  for (const end = performance.now() + READ_MS; performance.now() < end && !(await isAll()); ) await wait(20);
}

async function write(socket: Socket, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
}
