import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const START = resolve(import.meta.dirname, "..", "start.mjs");

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm start` as a person runs it, in a home of its own, until it ends by itself. */
export function start(
  home: string,
  settings: Readonly<Record<string, string>> = {},
  user?: { uid: number; gid: number },
): Promise<Outcome> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    GALLRA_HOME: home,
    GALLRA_PORT: "0",
    ...settings,
  };
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [START, "--empty"], {
      env: env as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
      ...user,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

/** An empty folder that goes when the test ends, with the clusters that were made for it elsewhere. */
export function scratch(t: { after(fn: () => void): void }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gallra-start-")));
  t.after(() => {
    if (existsSync(join(folder, "clusters")))
      rmSync(realpathSync(join(folder, "clusters")), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
