import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { adminOf } from "#db/testing/admin.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { portOf } from "./port-of.ts";
import type { Play } from "./player.ts";

/** A table of a database that somebody else writes: rows are promised once they are committed. */
export const playTable: Play = async (journal, { database, atOnce = 1 }) => {
  if (database === null) throw new Error("no database to play");
  const { host, port } = readClusterHome(database.home).addresses.data;
  const sockets = new Set<Socket>();
  // The embedded cluster listens in a folder: this gives it an address, as other people's databases have one.
  const server = createServer((socket) => {
    const behind = connect(join(host, `.s.PGSQL.${port}`));
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const admin = adminOf(database.home, "data", database.name);
  let writing = Promise.resolve();
  const held: number[] = [];
  const flush = () => {
    const calls = held.splice(0);
    if (calls.length === 0) return;
    const rows = calls.map((call) => rowOf(journal.line(call)));
    writing = writing.then(async () => {
      await admin.unsafe(insertion(), [JSON.stringify(rows)]);
      for (const call of calls) journal.promised.add(call);
    });
  };
  return {
    player: {
      step() {
        held.push(journal.next());
        if (held.length >= atOnce) flush();
      },
      flush,
      async finish() {
        flush();
        await writing;
      },
      async close() {
        for (const socket of sockets) socket.destroy();
        server.close();
        await admin.end();
      },
    },
    told: { port: portOf(server) },
  };
};

// By way of JSON: a time of day stays what it is, wherever this runs.
function insertion(): string {
  return `insert into pbx.cdr (${COLUMNS}) select ${COLUMNS} from jsonb_populate_recordset(null::pbx.cdr, $1::text::jsonb)`;
}

/** A line as Asterisk writes it, as its row. */
function rowOf(line: string) {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    (cell[1] ?? cell[2] ?? "").replaceAll('""', '"'),
  );
  const [accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, calldate, , , ...rest] = cells;
  const [duration, billsec, disposition, , uniqueid, userfield] = rest;
  const whose = { accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata };
  const times = { calldate, duration: Number(duration), billsec: Number(billsec) };
  return { ...whose, ...times, disposition, amaflags: 3, uniqueid, userfield };
}

export const TABLE = `create schema pbx; create table pbx.cdr (id bigint generated always as identity, calldate timestamp, clid text, src text,
  dst text, dcontext text, channel text, dstchannel text, lastapp text, lastdata text, duration int, billsec int, disposition text,
  amaflags int, accountcode text, uniqueid text, userfield text)`;
export const COLUMNS =
  "calldate, clid, src, dst, dcontext, channel, dstchannel, lastapp, lastdata, duration, billsec, disposition, amaflags, accountcode, uniqueid, userfield";
