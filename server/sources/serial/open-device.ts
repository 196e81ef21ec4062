import { realpath, stat } from "node:fs/promises";
import type { SerialPort } from "serialport";
import type { Machine } from "../machine/machine.ts";
import { SourceTrouble } from "../problem.ts";
import type { SerialSettings } from "./settings.ts";

/** An open line, as far as it is more than a stream. */
export interface Device {
  readonly port: SerialPort;
  /** Data terminal ready: a modem hangs up when it falls. */
  setReady(ready: boolean): Promise<void>;
  /** Whether the system still has it: a plug that is pulled at the wrong moment is told by no event. */
  isThere(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * The device, if the operator allows it, by this name or by the one it stands for. Locked, so that no other program reads away
 * half of what comes. Throws SourceTrouble.
 */
export async function openDevice(machine: Machine, settings: SerialSettings): Promise<Device> {
  const { device } = settings;
  const allowed = (await machine.ports()).flatMap((one) => (one.kind === "device" ? [one.path] : []));
  // A name that was allowed may be a link that the system makes; a link of somebody's own leads to nothing allowed.
  if (!allowed.includes(device)) throw new SourceTrouble("port-refused");
  const path = await realpath(device).catch(() => device);
  const { SerialPort } = await import("serialport").catch((cause: unknown) => {
    throw new SourceTrouble("no-software", cause);
  });
  const port = new SerialPort({
    path,
    baudRate: Number(settings.baud),
    dataBits: settings.dataBits === "7" ? 7 : 8,
    stopBits: settings.stopBits === "2" ? 2 : 1,
    parity: settings.parity,
    rtscts: settings.flow === "hardware",
    xon: settings.flow === "software",
    xoff: settings.flow === "software",
    hupcl: true,
    lock: true,
    autoOpen: false,
  });
  // Whoever reads it hears of it too; alone, an error must not end the process.
  port.on("error", () => undefined);
  await new Promise<void>((resolve, reject) =>
    port.open((cause) => (cause === null ? resolve() : reject(new SourceTrouble("device-away", cause)))),
  );
  return {
    port,
    setReady: (ready) => new Promise((resolve) => port.set({ dtr: ready, rts: true }, () => resolve())),
    isThere: () =>
      stat(path).then(
        () => true,
        () => /^COM\d+$/.test(path),
      ),
    close: () => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve())),
  };
}
