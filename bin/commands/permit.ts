import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import {
  type AllowedPort,
  allowedNetworks,
  allowedPorts,
  allowedRoots,
  allowNetwork,
  allowPort,
  allowRoot,
  companiesSharing,
  forbid,
  forbidRoot,
} from "#server/sources/index.ts";
import { INSTALLATION_PERMITS } from "#server/watch/index.ts";
import { isEdgeHome, readIdentity } from "#workers/edge/edge-home.ts";
import { inCompany } from "../acting/company.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

const KINDS = ["network", "port", "folder"] as const;
type Kind = (typeof KINDS)[number];

/** What a company's sources may touch on and from this machine. Files of the home hold it: only who works here says it. */
export const command: Command = {
  name: "permit",
  usage: [
    "network --company SLUG|--installation 10.20.0.0/16",
    "port --company SLUG 0.0.0.0:5140-5149|/dev/ttyS0|odbc:NAME [--shared]",
    "folder --company SLUG FOLDER",
    "list --company SLUG|--installation",
    "remove --company SLUG|--installation network|port|folder VALUE",
  ].join("\n"),
  summary:
    "lets a company's sources and webhooks connect to a network, its sources listen on a port, open a serial line or read a folder; with --installation the mail relay and the installation's own webhooks",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      company: { type: "string" },
      shared: { type: "boolean", default: false },
      installation: { type: "boolean", default: false },
    });
    const [verb, ...rest] = positionals;
    const home = readEnv().home;
    if (values.installation && values.company !== undefined)
      throw new UsageError("Name a company, or say --installation.");
    const company = values.installation ? INSTALLATION_PERMITS : required(values.company, "company");
    const work = async ({ company: { slug } }: { readonly company: { readonly slug: string } }) => {
      if (verb === "list" && rest.length === 0) return list(home, slug, io);
      if (verb === "remove") return remove(home, slug, rest, io);
      const kind = KINDS.find((one) => one === verb);
      if (kind === undefined) throw new UsageError("Say permit network, port, folder, list or remove.");
      if (values.installation && kind !== "network")
        throw new UsageError("The installation itself is allowed networks only.");
      const value = permittedIn(rest, kind);
      if (kind === "port" && !values.shared) refuseShared(home, slug, value);
      return await allow(home, slug, kind, value, io);
    };
    if (values.installation) return await work({ company: { slug: INSTALLATION_PERMITS } });
    // On a machine at a customer no database knows the company: its edge does.
    return isEdgeHome(home) ? await work(companyOfEdge(home, company)) : await inCompany({ company }, work);
  },
};

function companyOfEdge(home: string, slug: string) {
  const known = readIdentity(home).company;
  if (slug !== known) throw new AppError("not-found", `This machine is an edge of ${known}, and of nobody else.`);
  return { company: { slug } };
}

async function allow(home: string, company: string, kind: Kind, value: string, io: Io): Promise<number> {
  const permitted = kind === "folder" ? resolve(value) : value;
  const isNew =
    kind === "network"
      ? allowNetwork(home, company, value)
      : kind === "port"
        ? allowPort(home, company, portOf(value))
        : await allowRoot(home, company, existing(permitted));
  io.out({ company, kind, value: permitted, new: isNew });
  if (!isNew) io.note("It was allowed already.");
  return 0;
}

/** Syslog and TCP know a sender by its address alone, and that only while the source which names it runs. */
export function refuseShared(home: string, company: string, value: string): void {
  const sharing = companiesSharing(home, company, portOf(value));
  if (sharing.length === 0) return;
  throw new AppError(
    "conflict",
    `${sharing.join(", ")} may use it already. While a source of one company stands still, a source of another that names the same sender gets what it sends: give each company ports of its own. If they may see each other's calls, say --shared.`,
  );
}

function remove(home: string, company: string, [word, ...rest]: Args, io: Io): number {
  const kind = KINDS.find((one) => one === word);
  if (kind === undefined) throw new UsageError("Say permit remove network, port or folder, and what.");
  const value = permittedIn(rest, kind);
  const was =
    kind === "network"
      ? forbid(home, company, { network: value })
      : kind === "port"
        ? forbid(home, company, { port: portOf(value) })
        : forbidRoot(home, company, resolve(value));
  if (was) io.out({ company, kind, value, removed: true });
  else io.note("Nothing of the kind was allowed: gallra permit list shows what is.");
  return was ? 0 : 1;
}

function list(home: string, company: string, io: Io): number {
  for (const value of allowedNetworks(home, company)) io.out({ company, kind: "network", value });
  for (const port of allowedPorts(home, company)) io.out({ company, kind: "port", value: portText(port) });
  for (const value of allowedRoots(home, company)) io.out({ company, kind: "folder", value });
  return 0;
}

function permittedIn([value, ...more]: Args, kind: Kind): string {
  const said = {
    network: "a network, like 10.20.0.0/16",
    port: "an address and port, or a device",
    folder: "a folder",
  };
  if (value === undefined || value === "" || more.length > 0) throw new UsageError(`Name ${said[kind]}.`);
  return value;
}

/** `0.0.0.0:5140-5149`, `[::]:2055`, the absolute path of a serial line, or `odbc:NAME` of a data source. */
export function portOf(text: string): AllowedPort {
  if (text.startsWith("/")) return { kind: "device", path: resolve(text) };
  if (/^odbc:[\w .-]{1,64}$/.test(text)) return { kind: "device", path: text };
  const [, v6, v4, first, last] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const address = v6 ?? v4;
  if (address === undefined || first === undefined)
    throw new UsageError("Write a port like 0.0.0.0:5140-5149 or [::]:2055, a serial line like /dev/ttyS0.");
  return { kind: "address", address, from: Number(first), to: Number(last ?? first) };
}

function portText(port: AllowedPort): string {
  if (port.kind === "device") return port.path;
  const { address, from, to } = port;
  const range = from === to ? `${from}` : `${from}-${to}`;
  return address.includes(":") ? `[${address}]:${range}` : `${address}:${range}`;
}

/** What does not exist yet could become a link to anywhere. */
function existing(folder: string): string {
  if (existsSync(folder)) return folder;
  throw new UsageError(`There is nothing at ${folder} yet. Create or mount the folder, then allow it.`);
}
