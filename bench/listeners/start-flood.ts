import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** A device in a process of its own sends so many records over one connection, as fast as they are taken. Answers their bytes. */
export async function startFlood(port: number, records: number): Promise<{ bytes: number }> {
  const script = join(import.meta.dirname, "tcp-flood.ts");
  const flags = ["--disable-warning=ExperimentalWarning", script, String(port), String(records)];
  const device = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await Promise.all([text(device.stdout), once(device, "close")]);
  return JSON.parse(said) as { bytes: number };
}
