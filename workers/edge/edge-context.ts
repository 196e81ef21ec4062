import { join } from "node:path";
import type { Log } from "#server/log.ts";
import { createPorts, type Machine, machineOf, type Ports } from "#server/sources/index.ts";
import { type EdgeKeys, type Identity, readIdentity, readKeys } from "./edge-home.ts";
import { Fill } from "./fill.ts";
import { Orders } from "./orders.ts";
import { PortalClock } from "./portal-clock.ts";

/** What a collector at a customer works with: its own home, and no database. */
export interface EdgeContext {
  readonly home: string;
  readonly inbox: string;
  readonly identity: Identity;
  readonly keys: EdgeKeys;
  readonly release: string;
  readonly log: Log;
  readonly clock: PortalClock;
  readonly orders: Orders;
  readonly fill: Fill;
  readonly machine: Machine;
  readonly ports: Ports;
}

export interface EdgeOptions {
  readonly home: string;
  readonly release: string;
  readonly log: Log;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Bytes that may wait here for the portal. */
  readonly limitBytes?: number;
}

/** Throws AppError "unavailable" for a home that cannot be read. */
export async function openEdge(options: EdgeOptions): Promise<EdgeContext> {
  const { home, release, log } = options;
  const inbox = join(home, "inbox");
  const identity = readIdentity(home);
  const keys = readKeys(home);
  const named = {
    ...(options.certFile === undefined ? {} : { certFile: options.certFile }),
    ...(options.keyFile === undefined ? {} : { keyFile: options.keyFile }),
  };
  const clock = new PortalClock(home);
  return {
    ...{ home, inbox, identity, keys, release, log },
    clock,
    orders: await Orders.open(home, identity.edgeId, keys.seal, log),
    fill: await Fill.of(inbox, options.limitBytes ?? LIMIT_BYTES, clock),
    machine: machineOf(home, async () => identity.company, named),
    ports: createPorts(),
  };
}

/** Weeks of a busy telephone system. */
export const LIMIT_BYTES = 4 * 1_073_741_824;
