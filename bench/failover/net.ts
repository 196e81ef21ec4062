import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";

/** One of the machines that a collector runs on. */
export type Place = "a" | "b";

/** Where two collectors, their database and their PBX live: network namespaces. */
export interface Net {
  /** Where the database and the PBX are reached; of two networks, so that one can be cut without the other. */
  readonly database: string;
  readonly pbx: string;
  /** The address that a listener has, on whichever machine it is. */
  readonly listener: string;
  /** From where a collector reaches the PBX. */
  addressOf(place: Place): string;
  /** A command as it is started on that machine, whose host name is the place's. */
  on(place: Place, command: readonly string[]): readonly string[];
  /** As a virtual address moves: away from one machine, up on the other, and told to everybody. */
  moveListener(to: Place): void;
  /** Nothing gets through to the database any more or back, and nobody is told. */
  cutDatabase(place: Place): void;
  healDatabase(place: Place): void;
  unplug(place: Place): void;
  plugIn(place: Place): void;
  close(): void;
}

/** Why namespaces cannot be had here, or null. */
export function hindrance(): string | null {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "only root can make network namespaces";
  const probe = `${PREFIX}${process.pid}-x`;
  const made = spawnSync("ip", ["netns", "add", probe], { timeout: 5_000, encoding: "utf8" });
  if (made.error !== undefined || made.status !== 0) return "this machine allows no network namespaces (ip netns add)";
  spawnSync("ip", ["netns", "del", probe], { timeout: 5_000 });
  return null;
}

const PREFIX = "gallra-bench-";

export function openNamespaces(): Net {
  clearUpAfterTheDead();
  const tag = process.pid % 100_000;
  const bridge = `glb${tag}`;
  const spaces = { a: `${PREFIX}${process.pid}-a`, b: `${PREFIX}${process.pid}-b` };
  const ports = { a: `gla${tag}`, b: `glz${tag}` };
  const last = { a: 11, b: 12 };
  const listener = "10.203.8.50";
  let at: Place | null = null;
  const close = () => {
    for (const place of PLACES) {
      spawnSync("ip", ["netns", "del", spaces[place]], { timeout: 5_000 });
      spawnSync("ip", ["link", "del", ports[place]], { timeout: 5_000 });
    }
    spawnSync("ip", ["link", "del", bridge], { timeout: 5_000 });
  };
  try {
    ip("link", "add", bridge, "type", "bridge");
    ip("link", "set", bridge, "up");
    for (const net of [7, 8]) ip("addr", "add", `10.203.${net}.1/24`, "dev", bridge);
    // Who is cut off is neither answered nor heard.
    writeFileSync(`/proc/sys/net/ipv4/conf/${bridge}/rp_filter`, "1");
    for (const place of PLACES) {
      const inside = (...command: string[]) => ip("-n", spaces[place], ...command);
      ip("netns", "add", spaces[place]);
      ip("link", "add", ports[place], "type", "veth", "peer", "name", "eth0", "netns", spaces[place]);
      ip("link", "set", ports[place], "master", bridge, "up");
      inside("link", "set", "lo", "up");
      inside("link", "set", "eth0", "up");
      for (const net of [7, 8]) inside("addr", "add", `10.203.${net}.${last[place]}/24`, "dev", "eth0");
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    database: "10.203.7.1",
    pbx: "10.203.8.1",
    listener,
    addressOf: (place) => `10.203.8.${last[place]}`,
    on: (place, command) => [
      ...["ip", "netns", "exec", spaces[place], "unshare", "--uts", "sh", "-c"],
      ...[`echo ${place} > /proc/sys/kernel/hostname; exec "$@"`, "sh", ...command],
    ],
    moveListener(to) {
      if (at !== null) ip("-n", spaces[at], "addr", "del", `${listener}/32`, "dev", "eth0");
      ip("-n", spaces[to], "addr", "add", `${listener}/32`, "dev", "eth0");
      // What a gratuitous ARP of keepalived brings about.
      spawnSync("ip", ["neigh", "flush", "to", listener], { timeout: 5_000 });
      at = to;
    },
    cutDatabase: (place) => ip("route", "add", "blackhole", `10.203.7.${last[place]}/32`),
    healDatabase: (place) => ip("route", "del", "blackhole", `10.203.7.${last[place]}/32`),
    unplug: (place) => ip("link", "set", ports[place], "down"),
    plugIn: (place) => ip("link", "set", ports[place], "up"),
    close,
  };
}

export const PLACES: readonly Place[] = ["a", "b"];

export function otherThan(place: Place): Place {
  return place === "a" ? "b" : "a";
}

function ip(...words: string[]): void {
  const { status, stderr, error } = spawnSync("ip", words, { timeout: 5_000, encoding: "utf8" });
  if (error !== undefined || status !== 0)
    throw new Error(`ip ${words.join(" ")}: ${error?.message ?? stderr.trim()}`, { cause: error });
}

/** A killed bench leaves its namespaces: whoever opens the next ones removes them. */
function clearUpAfterTheDead(): void {
  const known = existsSync("/run/netns") ? readdirSync("/run/netns") : [];
  for (const name of known) {
    const pid = Number(/^gallra-bench-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || existsSync(`/proc/${pid}`)) continue;
    spawnSync("ip", ["netns", "del", name], { timeout: 5_000 });
    spawnSync("ip", ["link", "del", `glb${pid % 100_000}`], { timeout: 5_000 });
  }
}
