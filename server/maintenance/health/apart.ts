import { readFile, stat } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { door, type Installation } from "../../context.ts";
import type { HealthSentence } from "../../domain/health.ts";
import type { ServerPlace } from "../../domain/server-place.ts";
import { keyringServer } from "../../keyring/index.ts";
import { dataServer } from "../../store/cluster-figures.ts";
import type { HealthCheck } from "./site.ts";

/** Whether one backup, or one stolen disk, would give both halves and the key between them. */
export const apart: HealthCheck = {
  id: "apart",
  async ask({ home, installation }) {
    const named = Addresses.parse(JSON.parse(await readFile(join(home, "secrets/clusters.json"), "utf8")));
    const [data, keyring] = await answersOf(installation);
    return judgeApart({ ...named.data, server: data }, { ...named.keyring, server: keyring }, await onOneDisk(home));
  },
};

const Address = z.object({ host: z.string(), port: z.number() });
const Addresses = z.object({ data: Address, keyring: Address });

/** A cluster by its name in the settings and, where it was asked, as it answered. */
export interface AskedCluster extends z.infer<typeof Address> {
  readonly server: ServerPlace | null;
}

/** What the servers answer counts before what the settings call them. */
export function judgeApart(data: AskedCluster, keyring: AskedCluster, oneDisk: boolean) {
  const local = { data: isHere(data), keyring: isHere(keyring) };
  const figures = { dataHere: local.data ? 1 : 0, keyringHere: local.keyring ? 1 : 0 };
  const answer = (state: "ok" | "warn" | "bad", sentence: HealthSentence) => ({ state, sentence, figures });
  if (isOneServer(data, keyring)) return answer("bad", "health.apart.same-server");
  if (local.data && local.keyring && oneDisk) return answer("warn", "health.apart.one-disk");
  if (local.keyring) return answer("warn", "health.apart.root-beside");
  if (isOneMachine(data, keyring)) return answer("warn", "health.apart.one-machine");
  return answer("ok", "health.apart.ok");
}

/** Two names may lead to one server, or to a byte copy of it in which both halves are just as well. */
function isOneServer(data: AskedCluster, keyring: AskedCluster): boolean {
  if (data.server !== null && keyring.server !== null && data.server.cluster === keyring.server.cluster) return true;
  return data.host.toLowerCase() === keyring.host.toLowerCase() && data.port === keyring.port;
}

function isOneMachine(data: AskedCluster, keyring: AskedCluster): boolean {
  const [one, other] = [data.server?.address ?? null, keyring.server?.address ?? null];
  return one === null || other === null ? data.host.toLowerCase() === keyring.host.toLowerCase() : one === other;
}

/** A Unix socket, or a name or an address of this very machine. */
function isHere({ host, server }: AskedCluster): boolean {
  if (host.startsWith("/") || ["localhost", "127.0.0.1", "::1"].includes(host.toLowerCase())) return true;
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  return own.includes(host) || (server !== null && server.address !== null && own.includes(server.address));
}

/** A cluster that cannot be asked is judged by its name; that it is away is told by a check of its own. */
async function answersOf(installation: Installation | null): Promise<[ServerPlace | null, ServerPlace | null]> {
  if (installation === null) return [null, null];
  return await Promise.all([
    dataServer(door(installation, "web")).catch(() => null),
    keyringServer(installation.keyring).catch(() => null),
  ]);
}

/** Embedded clusters lie in the home, or where its link leads; a cluster elsewhere on this machine counts as the same disk. */
async function onOneDisk(home: string): Promise<boolean> {
  const disks = await Promise.all(
    ["clusters/data", "clusters/keyring", "secrets"].map((folder) =>
      stat(join(home, folder)).then(
        ({ dev }) => dev,
        () => null,
      ),
    ),
  );
  const known = disks.filter((dev) => dev !== null);
  return known.length < 3 || new Set(known).size < known.length;
}
