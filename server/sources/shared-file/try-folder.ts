import type { Framing } from "../../drivers/driver.ts";
import { createFramer, type Frame, isDocument } from "../../drivers/framing.ts";
import { confinedFolder } from "./confine.ts";
import { readAt } from "./deliveries.ts";
import { listFolder, openSeen } from "./folder.ts";
import type { SharedFileSettings } from "./settings.ts";

/** What a test of the source found. Names of files are left out: some PBXs write numbers into them. */
export interface TriedFolder {
  readonly files: number;
  readonly bytes: number;
  readonly newestAt: Date | null;
  readonly unreadable: number;
  /** The first frames of the newest file that can be read. */
  readonly frames: readonly Frame[];
}

const PREVIEW_BYTES = 262_144;

/** Looks at the folder without taking anything over. Throws SourceTrouble. */
export async function tryFolder(
  settings: SharedFileSettings,
  roots: readonly string[],
  framing: Framing,
  frames = 20,
): Promise<TriedFolder> {
  const seen = await listFolder(await confinedFolder(settings.path, roots), settings.pattern);
  let first: Frame[] = [];
  let unreadable = 0;
  for (const file of seen.toReversed()) {
    const handle = await openSeen(file).catch(() => null);
    if (handle === null) {
      unreadable++;
      continue;
    }
    try {
      if (first.length > 0 || file.size === 0) continue;
      const framer = createFramer(framing);
      const whole = file.size <= PREVIEW_BYTES;
      first = framer.push(await readAt(handle, 0, Math.min(file.size, PREVIEW_BYTES)));
      if (whole || isDocument(framing)) first.push(...framer.finish());
    } finally {
      await handle.close();
    }
  }
  return {
    files: seen.length,
    bytes: seen.reduce((sum, file) => sum + file.size, 0),
    newestAt: seen.length === 0 ? null : new Date(seen.at(-1)?.modifiedMs ?? 0),
    unreadable,
    frames: first.slice(0, frames),
  };
}
