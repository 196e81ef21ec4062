import { fork } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { writeSecret } from "#db/secret-file.ts";
import { environmentOf } from "#app/_e2e/product.ts";
import { startBuild } from "#bin/supervise/build.ts";
import { openSession } from "#server/auth/open-session.ts";
import { SESSION_COOKIE, sealSessionToken } from "#server/auth/session-token.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog } from "#server/log.ts";
import { addAccount } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import type { Dataset } from "../search/dataset.ts";
import { freePort } from "#db/testing/free-port.ts";

/** The web process of the product on a bench's data, and the cookie of somebody who may search there. */
export interface WebProcess {
  readonly address: string;
  readonly cookie: { readonly name: string; readonly value: string };
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, "..", "..");
const START_MS = 300_000;

export async function startWeb(data: Dataset): Promise<WebProcess> {
  const { home } = data.db;
  const secret = randomBytes(32).toString("hex");
  for (const [name, text] of [
    ["auth.secret", secret],
    ["metrics.token", randomBytes(32).toString("hex")],
  ] as const)
    writeSecret(join(home, "secrets", name), text);
  const value = await signIn(data, secret);
  await startBuild(ROOT, (text) => process.stderr.write(`${text}\n`)).done;
  const child = fork(join(ROOT, "bin", "web.ts"), {
    cwd: ROOT,
    env: environmentOf(home, { GALLRA_PORT: String(await freePort()) }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const port = await new Promise<number>((ready, failed) => {
    const timer = setTimeout(() => failed(new Error("the web process did not start in time")), START_MS);
    child.once("close", () => failed(new Error("the web process ended")));
    child.on("message", (message) => {
      const told: unknown = Reflect.get(Object(message), "port");
      if (typeof told !== "number") return;
      clearTimeout(timer);
      ready(told);
    });
  });
  return {
    address: `https://localhost:${port}`,
    cookie: { name: SESSION_COOKIE, value },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** An administrator of the bench's company, signed in; how long a password takes is not what is measured. */
async function signIn({ db, companyId }: Dataset, secret: string): Promise<string> {
  const env = { home: db.home, host: "127.0.0.1", port: 0, release: "bench" } as Parameters<typeof openInstallation>[0];
  const log = createLog("bench", () => undefined);
  const installation = await openInstallation(env, { log, name: "bench", roles: ["web"], connections: 1 });
  try {
    const account = {
      id: randomUUID(),
      name: "bench",
      email: "bench@bench.example",
      profile: "company-administrator",
      resellerId: null,
      scopeCompanyId: companyId,
      passwordHash: "$argon2id$none",
      language: "en",
      mustChangePassword: false,
    } as const;
    await withReach(db.data("web"), EVERYWHERE, (tx) => addAccount(tx, account));
    const { token } = await openSession(installation, account, { address: null, via: "portal" });
    return await sealSessionToken(token, secret);
  } finally {
    await installation.close();
  }
}
