import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { CompanyContext } from "../context.ts";
import { allowedRoots, confinedFolder, isInside, SourceTrouble } from "../sources/index.ts";

/** Refuses a folder that sources may not read. One that is not there yet is judged by its name; collection looks again. */
export async function checkFolder(
  ctx: Pick<CompanyContext, "env" | "company">,
  { transport, settings }: { transport: string; settings: Readonly<Record<string, unknown>> },
): Promise<void> {
  if (transport !== "shared-file") return;
  const path = String(settings["path"]);
  const roots = allowedRoots(ctx.env.home, ctx.company.slug);
  if (existsSync(path)) await confinedFolder(path, roots);
  else if (!roots.some((root) => isInside(resolve(path), root))) throw new SourceTrouble("folder-refused");
}
