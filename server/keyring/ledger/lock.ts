import { unlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { breakStale, tryCreate } from "#db/file-lock.ts";
import { AppError } from "../../domain/app-error.ts";

/**
 * Runs `work` as the only one of all processes on this machine. The database's lock alone would be no fence: its session
 * can die while this process still writes. The lock of a process that is gone is taken over.
 */
export async function withFileLock<T>(file: string, work: () => T, patienceMs = 15_000): Promise<T> {
  const end = Date.now() + patienceMs;
  while (!tryCreate(file)) {
    breakStale(file);
    if (Date.now() > end) {
      throw new AppError(
        "unavailable",
        `Another process holds ${file}. Wait for it; if no Gallra process runs, remove that file.`,
        { retry: true },
      );
    }
    await sleep(3 + Math.random() * 10);
  }
  try {
    return work();
  } finally {
    unlinkSync(file);
  }
}
