import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "#server/domain/app-error.ts";

const PARTS = [
  "app",
  "server",
  "db",
  "public",
  "next.config.ts",
  "proxy.ts",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];

/** Whether the portal must be built: none was, or a source of it has changed since. `sources` is the hash of them all. */
export function buildState(root: string): { readonly stale: boolean; readonly sources: string } {
  const sources = hashOf(root);
  const built =
    existsSync(join(root, ".next", "BUILD_ID")) && existsSync(stampFile(root))
      ? readFileSync(stampFile(root), "utf8")
      : "";
  return { stale: built !== sources, sources };
}

/** Builds the portal if needed. `say` gets one sentence when it takes a while. Throws AppError with the end of the output. */
export async function ensureBuilt(root: string, say: (text: string) => void): Promise<void> {
  const before = buildState(root);
  if (!before.stale) return;
  say("Building the portal (once for each release; about a minute) ...");
  const { code, tail } = await runBuild(root);
  if (code === 0) {
    writeFileSync(stampFile(root), before.sources);
    return;
  }
  throw new AppError(
    "unavailable",
    `The portal could not be built. Run npx next build to see all of it. The end of its output:\n${tail}`,
  );
}

function runBuild(root: string): Promise<{ code: number; tail: string }> {
  return new Promise((done, failed) => {
    const env = {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      TMPDIR: process.env["TMPDIR"],
      NODE_ENV: "production" as const,
      NEXT_TELEMETRY_DISABLED: "1",
      CI: "1",
    };
    const child = spawn(process.execPath, [join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        lines.push(...text.split("\n").filter((line) => line.trim() !== ""));
        lines.splice(0, Math.max(0, lines.length - 25));
      });
    }
    const stop = () => child.kill();
    process.once("exit", stop);
    child.once("error", failed);
    child.once("close", (code) => {
      process.off("exit", stop);
      done({ code: code ?? 1, tail: lines.join("\n") });
    });
  });
}

function hashOf(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const part of PARTS) {
    const path = join(root, part);
    if (!existsSync(path)) continue;
    for (const file of filesOf(path)) {
      if (/\.test\.tsx?$|\.sql$/.test(file)) continue;
      hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function stampFile(root: string): string {
  return join(root, ".next", "gallra-sources");
}
