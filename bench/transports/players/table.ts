import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { adminOf } from "#db/testing/admin.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { portOf } from "./port-of.ts";
import type { Play } from "./player.ts";

/** A table of a database that somebody else writes: rows are promised once they are committed. */
export const playTable: Play = async (journal, { database }) => {
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
  return {
    player: {
      step() {
        const call = journal.next();
        const at = new Date(Date.UTC(2026, 5, 1, 8, 0, journal.number(call))).toISOString();
        const number = `07017406${String(5 + (call % 95)).padStart(2, "0")}`;
        writing = writing.then(async () => {
          await admin`insert into pbx.cdr values (default, ${at.slice(0, 19)}::text::timestamp, '', ${number}, '3000', 'from-trunk',
            ${`SIP/t-${call}`}, 'SIP/3000-1', 'Dial', '', 65, 60, 'ANSWERED', 3, '', ${`u.${call}`}, '')`;
          journal.promised.add(call);
        });
      },
      finish: () => writing,
      async close() {
        for (const socket of sockets) socket.destroy();
        server.close();
        await admin.end();
      },
    },
    told: { port: portOf(server) },
  };
};

export const TABLE = `create schema pbx; create table pbx.cdr (id bigint generated always as identity, calldate timestamp, clid text, src text,
  dst text, dcontext text, channel text, dstchannel text, lastapp text, lastdata text, duration int, billsec int, disposition text,
  amaflags int, accountcode text, uniqueid text, userfield text)`;
export const COLUMNS =
  "calldate, clid, src, dst, dcontext, channel, dstchannel, lastapp, lastdata, duration, billsec, disposition, amaflags, accountcode, uniqueid, userfield";
