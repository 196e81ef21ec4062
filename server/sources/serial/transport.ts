import { openWire } from "../conversation/wire.ts";
import type { TestOptions, Transport, Tried } from "../transport.ts";
import { createModem } from "./modem.ts";
import { openDevice } from "./open-device.ts";
import { serialSource } from "./serial.ts";
import { BAUD_RATES, type SerialSettings, serialSettings } from "./settings.ts";

const MODEM = { field: "modem", is: ["dial", "answer"] } as const;
const DIALS = { field: "modem", is: ["dial"] } as const;

/** COL-05: a PBX that prints its calls on a serial line, or behind a modem. */
export const serial: Transport<SerialSettings> = {
  id: "serial",
  begins: "connect",
  fields: [
    { name: "device", kind: "text", required: true },
    { name: "baud", kind: "choice", values: BAUD_RATES, default: "9600" },
    { name: "dataBits", kind: "choice", values: ["7", "8"], default: "8" },
    { name: "parity", kind: "choice", values: ["none", "even", "odd"], default: "none" },
    { name: "stopBits", kind: "choice", values: ["1", "2"], default: "1" },
    { name: "flow", kind: "choice", values: ["none", "hardware", "software"], default: "hardware" },
    { name: "modem", kind: "choice", values: ["none", "dial", "answer"], default: "none" },
    { name: "init", kind: "text", default: "ATZ", when: MODEM },
    { name: "number", kind: "text", when: DIALS },
    { name: "dialMinutes", kind: "number", default: 60, when: DIALS },
    { name: "connectSeconds", kind: "number", default: 90, when: MODEM },
    { name: "hangUpMinutes", kind: "number", default: 10, when: MODEM },
  ],
  settings: serialSettings,
  // Nobody is between a line and its device; over the telephone network anybody may be, and anybody may call.
  label: () => ({ encrypted: false, authenticated: false, mayLose: true }),
  open: serialSource,
  test: tryDevice,
};

/** Opens the device, and asks a modem whether it is there. Nothing is dialled, and what the line brings meanwhile is not read. */
async function tryDevice({ settings, machine }: TestOptions<SerialSettings>): Promise<Tried> {
  const device = await openDevice(machine, settings);
  const wire = openWire(device.port);
  try {
    await device.setReady(true);
    if (settings.modem !== "none") await createModem(wire).prepare(settings.init);
  } finally {
    wire.close();
    await device.close();
  }
  return { files: 1, bytes: 0, newestAt: null, unreadable: 0, frames: [] };
}
