import { setTimeout as wait } from "node:timers/promises";
import { accountingRequest, openDevice, stopOf } from "#server/sources/radius/radius-fixture.ts";
import type { Play } from "./player.ts";

/** Asked at once; a device has a handful of calls ending together. */
const LANES = 4;
const PATIENCE_MS = 400;

/** Devices that account calls by RADIUS, each request again until it is answered, with a new delay and identifier. */
export const playAccounts: Play = async (journal, { port }) => {
  const devices = await Promise.all(Array.from({ length: LANES }, () => openDevice()));
  const waiting: number[] = [];
  let over = false;
  const base = new Date(Date.UTC(2026, 5, 1, 8));
  const lanes = devices.map(async (device) => {
    for (let identifier = 0; !over || waiting.length > 0; ) {
      const call = waiting.shift();
      if (call === undefined) await wait(5);
      else {
        const given = stopOf(journal.number(call), [], base);
        for (let tries = 0; ; tries++) {
          identifier = (identifier + 1) % 256;
          const packet = accountingRequest([...given, [41, tries]], { identifier });
          if ((await device.ask(packet, port, PATIENCE_MS)) !== null) break;
        }
        journal.promised.add(call);
      }
    }
  });
  return {
    player: {
      step() {
        if (waiting.length < LANES) waiting.push(journal.next());
      },
      async finish() {
        over = true;
        await Promise.all(lanes);
      },
      close() {
        for (const device of devices) device.close();
      },
    },
    told: {},
  };
};
