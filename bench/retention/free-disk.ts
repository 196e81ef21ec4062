import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { timed } from "../figure.ts";

const CHUNK = Buffer.alloc(1 << 20, 0x5a);

/**
 * Milliseconds that the disk under `folder` takes to free a file of so many bytes that stands in no memory any more: next to
 * nothing where a journal does it later, up to 0.3 s a gigabyte where the disk is told at once.
 */
export async function freeDiskMs(folder: string, bytes: number): Promise<number> {
  const path = join(folder, "freed-by-the-bench");
  const file = openSync(path, "w");
  try {
    for (let written = 0; written < bytes; written += CHUNK.length) writeSync(file, CHUNK);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    execFileSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
    return await timed(async () => truncateSync(path));
  } finally {
    rmSync(path);
  }
}
