import type { Framing } from "../../drivers/driver.ts";
import { createFramer, type Frame, isDocument } from "../../drivers/framing.ts";
import { readAt } from "./deliveries.ts";
import { SourceTrouble } from "../problem.ts";
import type { Folder, OpenFile } from "./folder.ts";

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
/** Of a folder behind a network, whose every opened file is a question. */
const OPENED_MOST = 20;

/** Looks at the folder without taking anything over. Throws SourceTrouble. */
export async function tryFolder(folder: Folder, framing: Framing, frames = 20): Promise<TriedFolder> {
  const seen = await folder.list();
  let first: Frame[] = [];
  let unreadable = 0;
  for (const file of folder.byName ? seen.toReversed().slice(0, OPENED_MOST) : seen.toReversed()) {
    if (folder.byName && first.length > 0) break;
    const handle = await folder.open(file).catch(unlessLost);
    if (handle === null) {
      unreadable++;
      continue;
    }
    try {
      if (first.length > 0 || file.size === 0) continue;
      first = await firstFrames(handle, file.size, framing);
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

async function firstFrames(handle: OpenFile, size: number, framing: Framing): Promise<Frame[]> {
  const framer = createFramer(framing);
  const frames = framer.push(await readAt(handle, 0, Math.min(size, PREVIEW_BYTES)));
  if (size <= PREVIEW_BYTES || isDocument(framing)) frames.push(...framer.finish());
  return frames;
}

/** What hinders the whole source is told; what hinders one file is counted. */
function unlessLost(error: unknown): null {
  if (error instanceof SourceTrouble) throw error;
  return null;
}
