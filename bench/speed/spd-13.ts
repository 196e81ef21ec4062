import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Bench, type Figure, round } from "../figure.ts";
import { freePort } from "#db/testing/free-port.ts";

/** From a fresh clone to the sign-in page in the browser's place, with the demo; and the second start. Packages are cached. */
export const bench: Bench = {
  id: "SPD-13",
  async run({ quick }): Promise<Figure[]> {
    if (quick) return [];
    const folder = mkdtempSync(join(tmpdir(), "gallra-clone-"));
    const clone = join(folder, "gallra");
    try {
      execFileSync("git", ["clone", "--quiet", "--no-hardlinks", resolve(import.meta.dirname, "../.."), clone]);
      const port = await freePort();
      const first = await startAndStop(clone, port);
      const second = await startAndStop(clone, port);
      return [figure("SPD-13 fresh clone", first, 180, 90), figure("SPD-13 second start", second, 8, 3)];
    } finally {
      removeClusters(join(clone, ".gallra", "clusters"));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Started by root, the clusters lie elsewhere, behind a link in the home. */
function removeClusters(link: string): void {
  if (existsSync(link)) rmSync(realpathSync(link), { recursive: true, force: true });
}

const LONGEST_MS = 600_000;

function figure(id: string, seconds: number, must: number, lead: number): Figure {
  const value = round(seconds, 1);
  return {
    id,
    value,
    unit: "s",
    must: `< ${must}`,
    lead: `< ${lead}`,
    ok: value < must,
    detail: { until: "sign-in page answers 200" },
  };
}

/** Seconds from `npm start` to the sign-in page. Ends it as Ctrl-C does. */
async function startAndStop(clone: string, port: number): Promise<number> {
  const startedAt = performance.now();
  const { PATH, HOME } = process.env;
  // As at a person's terminal: with NODE_ENV set, npm would install something else.
  const environment = { PATH, HOME, GALLRA_PORT: String(port) } as unknown as NodeJS.ProcessEnv;
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk).slice(-2_000);
  });
  let ended = false;
  const end = new Promise<void>((done) =>
    child.once("exit", () => {
      ended = true;
      done();
    }),
  );
  try {
    while (!(await showsSignIn(port))) {
      if (ended) throw new Error(`npm start ended: ${said}`);
      if (performance.now() - startedAt > LONGEST_MS) throw new Error("no sign-in page after ten minutes");
      await wait(50);
    }
    return (performance.now() - startedAt) / 1000;
  } finally {
    if (!ended && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    await end;
  }
}

function showsSignIn(port: number): Promise<boolean> {
  return new Promise((done) => {
    const asked = request(
      { host: "127.0.0.1", port, path: "/sign-in", rejectUnauthorized: false, timeout: 5_000 },
      (answer) => {
        answer.resume();
        answer.once("end", () => done(answer.statusCode === 200));
        answer.once("error", () => done(false));
      },
    );
    asked.once("error", () => done(false));
    asked.once("timeout", () => asked.destroy());
    asked.end();
  });
}
