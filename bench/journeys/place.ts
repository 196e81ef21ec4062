import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "./journey.ts";

/** A place for peers, which are stopped and whose files are gone when the work there ends, however it does. */
export async function withPlace<T>(
  at: Pick<Place, "home" | "slug" | "hour">,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const ends: (() => unknown)[] = [];
  const folder = mkdtempSync(join(tmpdir(), "gallra-journey-"));
  try {
    return await work({ ...at, folder, atEnd: (end) => void ends.push(end) });
  } finally {
    for (const end of ends.reverse()) await end();
    rmSync(folder, { recursive: true, force: true });
  }
}
