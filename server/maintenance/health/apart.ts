import { readFile, stat } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { HealthCheck } from "./site.ts";

/** Whether one backup, or one stolen disk, would give both halves and the key between them. */
export const apart: HealthCheck = {
  id: "apart",
  async ask({ home }) {
    const { data, keyring } = Addresses.parse(JSON.parse(await readFile(join(home, "secrets/clusters.json"), "utf8")));
    const local = { data: isHere(data), keyring: isHere(keyring) };
    const figures = { dataHere: local.data ? 1 : 0, keyringHere: local.keyring ? 1 : 0 };
    if (data.host.toLowerCase() === keyring.host.toLowerCase() && data.port === keyring.port)
      return { state: "bad", sentence: "health.apart.same-server", figures };
    if (local.data && local.keyring && (await onOneDisk(home)))
      return { state: "warn", sentence: "health.apart.one-disk", figures };
    if (local.keyring) return { state: "warn", sentence: "health.apart.root-beside", figures };
    return { state: "ok", sentence: "health.apart.ok", figures };
  },
};

const Address = z.object({ host: z.string(), port: z.number() });
const Addresses = z.object({ data: Address, keyring: Address });

/** A Unix socket, or a name or an address of this very machine. */
function isHere({ host }: z.infer<typeof Address>): boolean {
  if (host.startsWith("/") || ["localhost", "127.0.0.1", "::1"].includes(host.toLowerCase())) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === host));
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
