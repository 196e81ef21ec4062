import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { type Cluster, clientOptions, type Sql } from "../clients.ts";
import { readClusterHome } from "../cluster-home.ts";
import { ADMIN } from "../embedded/cluster.ts";
import { adminPassword } from "./admin.ts";

/** Does some work as the superuser of an embedded cluster, by itself on the connection. */
export type AsAdmin = <T>(work: (admin: Sql) => Promise<T>) => Promise<T>;

const known = new Map<string, AsAdmin>();

/**
 * One connection of this process for all databases that its tests make and drop: opening four for each cost a third of that
 * time. It keeps no process alive but while it works.
 */
export function lastingAdmin(home: string, cluster: Cluster): AsAdmin {
  const key = `${home} ${cluster}`;
  const found = known.get(key) ?? open(home, cluster);
  known.set(key, found);
  return found;
}

function open(home: string, cluster: Cluster): AsAdmin {
  const address = readClusterHome(home).addresses[cluster];
  let socket: Socket | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const options = {
    ...clientOptions(0, "admin"),
    database: "postgres",
    username: ADMIN,
    password: adminPassword(home, cluster),
    max: 1,
    max_lifetime: null,
    fetch_types: false,
    socket: async () => {
      socket = createConnection(join(address.host, `.s.PGSQL.${address.port}`));
      await once(socket, "connect");
      return socket;
    },
  };
  const admin = postgres(options);
  return (work) => {
    const done = turn.then(async () => {
      socket?.ref();
      try {
        return await work(admin);
      } finally {
        socket?.unref();
      }
    });
    turn = done.catch(() => undefined);
    return done;
  };
}
