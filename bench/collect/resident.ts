import { readFileSync } from "node:fs";

const MEBIBYTE = 1_048_576;

/** Megabytes of memory that a process holds, as the kernel counts it. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (Number(kb) * 1_024) / MEBIBYTE;
}

/** Seconds of processor that it has used. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const TICKS = 100;
