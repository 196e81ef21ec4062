import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";

/** GALLRA_LARGE_MB=1000 for the full size. */
export const MEGABYTES = Number(process.env["GALLRA_LARGE_MB"] ?? 200);
/** Of memory, for any collector and any file. */
export const MOST_MEGABYTES = 400;
/** Two megabytes a second on a busy machine. */
export const PATIENCE_MS = 30_000 + MEGABYTES * 500;

/** Lines of 256 bytes; or one that never ends. */
export async function writeLarge(file: string, how: "lines" | "endless" = "lines"): Promise<void> {
  const out = createWriteStream(file);
  const feed = how === "lines" ? "\n" : " ";
  const line = (n: number) => `${String(n).padStart(10, "0")} ${"x".repeat(244)}${feed}`;
  for (let megabyte = 0; megabyte < MEGABYTES; megabyte++) {
    const text = Array.from({ length: 4_096 }, (_, n) => line(megabyte * 4_096 + n)).join("");
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
}

/** What a process ever had resident, as the kernel counted it. */
export function mostMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024);
}
