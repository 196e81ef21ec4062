import { readdir, stat, statfs } from "node:fs/promises";
import type { Installation } from "../../context.ts";
import type { HealthResult } from "../../domain/health.ts";

/** What the checks look at: the home on this machine and, where it could be opened, the installation. */
export interface HealthSite {
  readonly home: string;
  readonly release: string;
  readonly now: Date;
  /** Where the portal's certificate lies. */
  readonly certFile: string;
  /** null when its doors could not be opened. */
  readonly installation: Installation | null;
}

/** One question about the installation. It may throw: what could not be asked is bad. */
export interface HealthCheck {
  readonly id: string;
  ask(site: HealthSite): Promise<Omit<HealthResult, "id">>;
}

export async function freeBytes(folder: string): Promise<{ free: number; total: number }> {
  const { bavail, bsize, blocks } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

export async function filesOf(folder: string): Promise<{ name: string; mtimeMs: number; bytes: number }[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.slice(0, 10_000).map(async (name) => {
      const found = await stat(`${folder}/${name}`).catch(() => null);
      return found === null ? null : { name, mtimeMs: found.mtimeMs, bytes: found.size };
    }),
  );
  return files.filter((file) => file !== null);
}
