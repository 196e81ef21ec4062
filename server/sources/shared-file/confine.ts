import { realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { SourceTrouble } from "../problem.ts";

/**
 * The real folder behind a path, if the operator allows sources to read there. It is asked for before every round: a link
 * that is bent later leads nowhere. Throws SourceTrouble.
 */
export async function confinedFolder(path: string, roots: readonly string[]): Promise<string> {
  let problem: "folder-unreadable" | "folder-missing" | null = null;
  const folder = await realpath(path).catch(async ({ code }: NodeJS.ErrnoException) => {
    problem = code === "EACCES" ? "folder-unreadable" : "folder-missing";
    return await nearestOf(resolve(path));
  });
  for (const root of roots) {
    const real = await realpath(root).catch(() => resolve(root));
    if (!isInside(folder, real)) continue;
    if (problem !== null) throw new SourceTrouble(problem);
    if ((await stat(folder)).isDirectory()) return folder;
    throw new SourceTrouble("no-folder");
  }
  // Told alike of what is there and of what is not: nobody at a portal finds out what lies on the machine.
  throw new SourceTrouble("folder-refused");
}

/** Where a path that cannot be followed to its end would lead, as far as it can. */
async function nearestOf(path: string): Promise<string> {
  const found = await realpath(path).catch(() => null);
  if (found !== null || dirname(path) === path) return found ?? path;
  return join(await nearestOf(dirname(path)), basename(path));
}

export function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
