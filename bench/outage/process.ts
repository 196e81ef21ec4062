import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");

export interface Running {
  readonly name: string;
  exited(): boolean;
  /** Stands still, and goes on. */
  pause(): void;
  goOn(): void;
  end(): Promise<void>;
}

/** `ownLogs`: without a channel to a supervisor a process keeps its own logs. */
export function startProcess(
  home: string,
  { name, file, env }: { name: string; file: string; env: Readonly<Record<string, string>> },
  ownLogs: boolean,
): Running {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(ROOT, file)], {
    cwd: ROOT,
    env: { PATH, NODE_COMPILE_CACHE, GALLRA_HOME: home, NODE_ENV: "production", ...env },
    stdio: ownLogs ? ["ignore", "ignore", "inherit"] : ["ignore", "ignore", "inherit", "ipc"],
  });
  let isOver = false;
  const over = new Promise<void>((done) =>
    child.once("exit", () => {
      isOver = true;
      done();
    }),
  );
  return {
    name,
    exited: () => isOver,
    pause: () => void child.kill("SIGSTOP"),
    goOn: () => void child.kill("SIGCONT"),
    async end() {
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await over;
      clearTimeout(late);
    },
  };
}
