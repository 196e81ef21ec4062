import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { AppError } from "../../domain/app-error.ts";

/**
 * The real folder behind a path, if the operator allows sources to read there. It is asked for before every round: a link
 * that is bent later leads nowhere. Throws AppError "not-found", "forbidden" or "bad-input".
 */
export async function confinedFolder(path: string, roots: readonly string[]): Promise<string> {
  const folder = await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "EACCES") throw unreadable(cause);
    throw new AppError(
      "not-found",
      "The folder of the source does not exist. Create it, or mount the share, on the machine of the collector.",
      { retry: true, cause },
    );
  });
  for (const root of roots) {
    const real = await realpath(root).catch(() => null);
    if (real !== null && isInside(folder, real)) return await checkFolder(folder);
  }
  throw new AppError(
    "forbidden",
    "Sources may not read this folder. The operator allows it with `gallra source add` on the machine of the collector.",
  );
}

export function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function checkFolder(folder: string): Promise<string> {
  if ((await stat(folder)).isDirectory()) return folder;
  throw new AppError("bad-input", "The path of the source is no folder. Name the folder, and the file by its pattern.");
}

export function unreadable(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "The folder of the source cannot be read. Give the user that runs Gallra read access to it.",
    { retry: true, cause },
  );
}
