import { spawn } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentOf, type Product, productAt } from "./product.ts";
import { freePort } from "#db/testing/free-port.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const START_MS = 300_000;
const STOP_MS = 30_000;

export interface OwnProduct extends Product {
  /** Ends once it has ended, however that came about. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * The whole product as `npm start` runs it, in a home that goes with it: empty, or with the demo. It ends with the process
 * that started it. A test takes `shareProduct` instead, unless it restarts or breaks what it runs against.
 */
export async function startProduct(
  at: string,
  options: { readonly demo?: boolean; readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<OwnProduct> {
  mkdirSync(at, { recursive: true, mode: 0o700 });
  const home = realpathSync(at);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [join(ROOT, "bin", "supervise.ts"), ...(options.demo === true ? [] : ["--empty"])],
    {
      cwd: ROOT,
      env: environmentOf(home, { GALLRA_PORT: String(port), ...options.settings }),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  let said = "";
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    child.kill("SIGTERM");
    await Promise.race([ended, new Promise((done) => setTimeout(done, STOP_MS).unref())]);
    removeHome(home);
  };
  try {
    await new Promise<void>((ready, failed) => {
      const timer = setTimeout(() => failed(new Error(`the product did not start:\n${said}`)), START_MS);
      const listen = (chunk: Buffer) => {
        said += chunk.toString();
        if (!said.includes("Ctrl-C stops everything")) return;
        clearTimeout(timer);
        ready();
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", listen);
      child.once("error", failed);
      child.once("close", () => failed(new Error(`the product ended:\n${said}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...productAt(`https://localhost:${port}`, home), ended, stop };
}

/** A home and, where Postgres may not run as root, the databases that stand elsewhere. */
export function removeHome(home: string): void {
  const clusters = join(home, "clusters");
  if (existsSync(clusters)) rmSync(realpathSync(clusters), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
