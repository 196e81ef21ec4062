import { setTimeout as pause } from "node:timers/promises";
import { plain } from "../conversation/plain.ts";
import { openWire, type Wire } from "../conversation/wire.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { Source } from "../source.ts";
import { type Line, Lines } from "../tcp/lines.ts";
import type { OpenOptions } from "../transport.ts";
import { untilCarrierLost } from "./carrier.ts";
import { createModem, type Modem } from "./modem.ts";
import { type Device, openDevice } from "./open-device.ts";
import type { SerialSettings } from "./settings.ts";

const FOREVER_MS = 365 * 86_400_000;
const AGAIN_MS = 2_000;
const LONGEST_AGAIN_MS = 60_000;
/** A modem takes so long to see that it shall hang up. */
const HANG_UP_MS = 600;
/** How long a round waits for a call. */
const RING_MS = 1_000;

interface Attached {
  readonly device: Device;
  readonly wire: Wire;
  readonly modem: Modem | null;
}

/** A serial line, or a modem on one that calls the PBX or is called by it. */
export function serialSource({ settings, framing, machine, sink }: OpenOptions<SerialSettings>): Source {
  const isModem = settings.modem !== "none";
  const idleMs = isModem ? settings.hangUpMinutes * 60_000 : FOREVER_MS;
  const lines = new Lines({ sink, framing, conversation: plain, values: {}, idleMs, closeEndsRecord: false });
  let attached: Attached | null = null;
  let line: Line | null = null;
  let why: SourceProblem | null = null;
  let nextAt = 0;
  let failures = 0;
  const detach = async () => {
    const was = attached;
    attached = null;
    if (was !== null) await hangUp(was);
  };
  const attach = async (): Promise<Attached> => {
    const device = await openDevice(machine, settings);
    const wire = openWire(device.port);
    const made: Attached = { device, wire, modem: isModem ? createModem(wire) : null };
    attached = made;
    await device.setReady(true);
    await made.modem?.prepare(settings.init);
    return made;
  };
  const begin = async () => {
    try {
      const { wire, modem } = attached ?? (await attach());
      if (!(await isThrough(settings, modem))) return;
      const started = await lines.startOn(modem === null ? wire : untilCarrierLost(wire, modem.ahead()));
      line = started;
      [why, failures] = [null, 0];
      void started.over.then(async (problem) => {
        await detach();
        line = null;
        // Silence and the end of a call are how calls end; a line without a modem ends only when its device goes.
        why = isModem ? null : (problem ?? "device-away");
        nextAt = performance.now() + (settings.modem === "dial" ? settings.dialMinutes * 60_000 : AGAIN_MS);
      });
    } catch (error) {
      await detach();
      why = error instanceof SourceTrouble ? error.problem : "device-away";
      nextAt = performance.now() + Math.min(LONGEST_AGAIN_MS, AGAIN_MS * 2 ** Math.min(failures++, 10));
      throw error;
    }
  };
  return {
    async poll() {
      const { settled } = await lines.round();
      // The line may end by itself while the device is looked for.
      const looked = line;
      if (looked !== null && (await attached?.device.isThere()) === false) looked.close();
      if (line === null && performance.now() >= nextAt) await begin();
      return { more: false, settled: settled && (line !== null || isModem), problem: why };
    },
    live: () => ({ ...lines.live(), state: line === null ? (why ?? "waiting") : "connected" }),
    async close() {
      await lines.close();
      await detach();
    },
  };
}

/** Whether data come now: at once without a modem, else once a call stands. */
async function isThrough(settings: SerialSettings, modem: Modem | null): Promise<boolean> {
  if (modem === null) return true;
  const ms = settings.connectSeconds * 1000;
  if (settings.modem === "answer") return await modem.answer(RING_MS, ms);
  await modem.dial(settings.number, ms);
  return true;
}

async function hangUp({ device, wire, modem }: Attached): Promise<void> {
  if (modem !== null && device.port.isOpen) {
    await device.setReady(false);
    await pause(HANG_UP_MS);
  }
  wire.close();
  await device.close();
}
