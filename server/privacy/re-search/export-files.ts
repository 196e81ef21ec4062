import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { Unzip, UnzipInflate } from "fflate";
import type { Box } from "../../keyring/index.ts";
import { holdsNeedle, type Needle } from "./needle.ts";

/**
 * Whether what lies of an export on disk holds somebody: every part that is there, counted or left by a killed worker, and
 * a packed workbook unpacked again. Written apart from the code that writes them. An export not begun has no folder.
 */
export async function holdsInFiles(folder: string, box: Box, needles: readonly Needle[]): Promise<boolean> {
  let names: string[] = [];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return false;
    throw error;
  }
  for (const name of names) {
    const [part, attempt, kind] = name.split(".");
    if (kind === "part") {
      const plain = box.openPart(`${part}/${attempt}`, await readFile(`${folder}/${name}`));
      if (holdsNeedle(plain, needles)) return true;
    } else if (await holdsPacked(`${folder}/${name}`, box, needles)) return true;
  }
  return false;
}

/** Pieces overlap, so that no number is cut in two. */
async function holdsPacked(file: string, box: Box, needles: readonly Needle[]): Promise<boolean> {
  let found = false;
  let tail = Buffer.alloc(0);
  const unzip = new Unzip((entry) => {
    entry.ondata = (error, data) => {
      if (error !== null) throw error;
      const piece = Buffer.concat([tail, data]);
      found ||= holdsNeedle(piece, needles);
      tail = Buffer.from(piece.subarray(-128));
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  const source = createReadStream(file);
  const opener = box.opener();
  source.on("error", (error) => opener.destroy(error));
  for await (const chunk of source.pipe(opener)) {
    unzip.push(chunk as Uint8Array);
    if (found) return true;
  }
  return found;
}
