import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import type { AllowedPort } from "./machine.ts";
import { isNetwork, plainAddress } from "./networks.ts";

const Port = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("address"), address: z.string(), from: z.int(), to: z.int() }),
  z.object({ kind: z.literal("device"), path: z.string() }),
]);
const Permits = z.object({
  networks: z.array(z.object({ company: z.string(), network: z.string() })).default([]),
  ports: z.array(z.object({ company: z.string(), port: Port })).default([]),
});
type Permits = z.infer<typeof Permits>;

/** Networks that the company's sources may connect to. None unless the operator says so. */
export function allowedNetworks(home: string, company: string): readonly string[] {
  return read(home).networks.flatMap((one) => (one.company === company ? [one.network] : []));
}

export function allowedPorts(home: string, company: string): readonly AllowedPort[] {
  return read(home).ports.flatMap((one) => (one.company === company ? [one.port] : []));
}

/** Other companies that may listen on an address and port of these too: what one of them leaves unclaimed another may claim. */
export function companiesSharing(home: string, company: string, port: AllowedPort): readonly string[] {
  const sharing = read(home).ports.filter((one) => one.company !== company && overlap(one.port, port));
  return [...new Set(sharing.map((one) => one.company))];
}

function overlap(a: AllowedPort, b: AllowedPort): boolean {
  if (a.kind === "device" || b.kind === "device") return false;
  const every = ["0.0.0.0", "::"];
  const [one, other] = [plainAddress(a.address), plainAddress(b.address)];
  const isSame = one === other || every.includes(one) || every.includes(other);
  return isSame && a.from <= b.to && b.from <= a.to;
}

/** For who works on the machine itself. `network`: CIDR or one address. Answers whether it was not allowed before. */
export function allowNetwork(home: string, company: string, network: string): boolean {
  if (!isNetwork(network))
    throw new AppError("bad-input", `${network} is no network. Write it like 10.20.0.0/16 or 192.0.2.7.`);
  const permits = read(home);
  if (permits.networks.some((one) => one.company === company && one.network === network)) return false;
  write(home, { ...permits, networks: [...permits.networks, { company, network }] });
  return true;
}

/** For who works on the machine itself: an address with a range of ports, or a serial device. */
export function allowPort(home: string, company: string, port: AllowedPort): boolean {
  if (port.kind === "address" && (isIP(port.address) === 0 || port.from < 1 || port.to > 65_535 || port.from > port.to))
    throw new AppError("bad-input", "Write what may be listened on like 0.0.0.0:5140-5149 or [::]:2055.");
  const permits = read(home);
  const same = JSON.stringify(port);
  if (permits.ports.some((one) => one.company === company && JSON.stringify(one.port) === same)) return false;
  write(home, { ...permits, ports: [...permits.ports, { company, port }] });
  return true;
}

/** Takes back what was allowed; answers whether there was anything to take back. */
export function forbid(home: string, company: string, what: { network?: string; port?: AllowedPort }): boolean {
  const permits = read(home);
  const networks = permits.networks.filter((one) => one.company !== company || one.network !== what.network);
  const same = JSON.stringify(what.port);
  const ports = permits.ports.filter((one) => one.company !== company || JSON.stringify(one.port) !== same);
  if (networks.length === permits.networks.length && ports.length === permits.ports.length) return false;
  write(home, { networks, ports });
  return true;
}

function fileOf(home: string): string {
  return join(home, "source-permits.json");
}

function read(home: string): Permits {
  try {
    return Permits.parse(JSON.parse(readFileSync(fileOf(home), "utf8")));
  } catch {
    // Missing or damaged, it allows nothing: sources then say that they are refused.
    return { networks: [], ports: [] };
  }
}

/** A collector reads it at any moment: it is replaced, never half written. */
function write(home: string, permits: Permits): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const half = `${fileOf(home)}.${process.pid}.new`;
  writeFileSync(half, `${JSON.stringify(permits, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, fileOf(home));
}
