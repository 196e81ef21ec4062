import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { SourceTrouble } from "../problem.ts";

/**
 * The real folder behind a path, if the operator allows sources to read there. It is asked for before every round: a link
 * that is bent later leads nowhere. Throws SourceTrouble.
 */
export async function confinedFolder(path: string, roots: readonly string[]): Promise<string> {
  const folder = await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    throw new SourceTrouble(cause.code === "EACCES" ? "folder-unreadable" : "folder-missing", cause);
  });
  for (const root of roots) {
    const real = await realpath(root).catch(() => null);
    if (real === null || !isInside(folder, real)) continue;
    if ((await stat(folder)).isDirectory()) return folder;
    throw new SourceTrouble("no-folder");
  }
  throw new SourceTrouble("folder-refused");
}

export function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
