import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "#db/testing/free-port.ts";
import { detailOf } from "#server/sources/radius/detail.ts";
import { readPacket } from "#server/sources/radius/packet.ts";
import { accountingRequest, openDevice, SECRET, stopOf } from "#server/sources/radius/radius-fixture.ts";
import type { Stage } from "./stage.ts";

const LANES = 16;
const PATIENCE_MS = 2_000;
const TRIES = 60;
const OTHER_SECRET = "another-secret-of-the-bench";
const BASE = new Date(Date.UTC(2026, 5, 1, 8));

/** Calls that devices account by RADIUS, and the ways by which the same ones come again. */
interface Accounts {
  /** A source each; the detail file of another server is read from a folder. */
  readonly sources: Readonly<Record<"first" | "other" | "detail", number>>;
  /** Answered, each of them, when it resolves. `delay`: as of a device that asks again so many seconds later. */
  send(calls: number, to: "first" | "other", delay: number): Promise<void>;
  /** What another server wrote down of the same requests. */
  fileDetail(calls: number): void;
}

export async function openAccounts(stage: Stage): Promise<Accounts> {
  const ports = { first: await freePort(), other: await freePort() };
  const secrets = { first: SECRET, other: OTHER_SECRET };
  const driver = "cisco-radius-voip";
  const listening = (name: "first" | "other") => {
    const port = ports[name];
    const settings = { address: "127.0.0.1", senders: "127.0.0.1", port };
    const allowed = [{ kind: "address", address: "127.0.0.1", from: port, to: port }] as const;
    const credentials = { secret: secrets[name] };
    return stage.add({ name: `radius ${name}`, transport: "radius", driver, settings, credentials, ports: allowed });
  };
  const path = join(stage.home, "shared", "prov", "detail");
  mkdirSync(path, { recursive: true });
  const folder = { path, mode: "drop", restSeconds: 0.2 };
  const sources = {
    first: await listening("first"),
    other: await listening("other"),
    detail: await stage.add({ name: "detail", transport: "shared-file", driver, settings: folder }),
  };
  return {
    sources,
    async send(calls, to, delay) {
      let next = 0;
      const lane = async () => {
        const device = await openDevice();
        try {
          for (let call = next++; call < calls; call = next++) await account(device, call, to, delay);
        } finally {
          device.close();
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    },
    fileDetail(calls) {
      const records = Array.from({ length: calls }, (_, call) => {
        const packet = readPacket(accountingRequest(stopOf(call, [], BASE)));
        if (packet === null) throw new Error("the request is none");
        return `Mon Jun  1 08:00:00 2026\n${detailOf(packet, BASE).toString("latin1")}\n`;
      });
      writeFileSync(join(path, "detail-20260601"), records.join(""), "latin1");
    },
  };

  async function account(
    device: Awaited<ReturnType<typeof openDevice>>,
    call: number,
    to: "first" | "other",
    delay: number,
  ) {
    for (let tries = 0; tries < TRIES; tries++) {
      const given = stopOf(call, [[DELAY_TIME, delay + tries]], BASE);
      const packet = accountingRequest(given, { identifier: (call + delay + tries) % 256, secret: secrets[to] });
      if ((await device.ask(packet, ports[to], PATIENCE_MS)) !== null) return;
    }
    throw new Error("nobody answers a request of accounting");
  }
}

/** Acct-Delay-Time. */
const DELAY_TIME = 41;
