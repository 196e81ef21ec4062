import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What a check found: nothing, or a line for each thing to mend. `seen` shows that it looked at something. */
export interface CheckResult {
  readonly seen: string;
  readonly problems: readonly string[];
}

const SKIPPED = new Set(["node_modules", ".next", ".git", ".gallra", "tmp"]);

/** Every file of the repository below `folder`, as paths with slashes relative to `root`; built and installed things left out. */
export function filesBelow(root: string, folder = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}
