import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#db/testing/free-port.ts";

export const has = (command: string) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
export const lacksMariadb = has("mariadbd") && has("mariadb-install-db") ? false : "not installed: mariadb-server";

export interface Mariadb {
  readonly port: number;
  readonly socket: string;
  /** As root of the database. */
  sql(text: string): { readonly status: number | null; readonly out: string };
}

/** A server of its own on a free port of loopback, stopped with the test. */
export async function startMariadb(
  t: TestContext,
  tls: { readonly cert: string; readonly key: string },
): Promise<Mariadb> {
  const [home, port] = [temporaryFolder(t), await freePort()];
  const files = { "cert.pem": tls.cert, "key.pem": tls.key };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? ["--user=mysql"] : [];
  if (isRoot) spawnSync("chown", ["-R", "mysql", home]);
  const [data, socket] = [`--datadir=${join(home, "data")}`, join(home, "s")];
  const usual = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  const made = spawnSync("mariadb-install-db", ["--no-defaults", data, ...usual, ...user]);
  assert.equal(made.status, 0, String(made.stderr));
  const listens = [`--socket=${socket}`, `--port=${port}`, "--bind-address=127.0.0.1"];
  const shown = [`--ssl-cert=${join(home, "cert.pem")}`, `--ssl-key=${join(home, "key.pem")}`];
  const server = spawn("mariadbd", ["--no-defaults", data, ...listens, ...shown, ...user], { stdio: "ignore" });
  t.after(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
  });
  const sql = (text: string) => {
    const { status, stdout, stderr } = spawnSync("mariadb", [
      "--no-defaults",
      `--socket=${socket}`,
      "-uroot",
      "-e",
      text,
    ]);
    return { status, out: `${stdout}${stderr}`.trim() };
  };
  for (let round = 0; round < 100 && sql("select 1").status !== 0; round++) await wait(200);
  return { port, socket, sql };
}

/** Readable for who the server runs as; removed with the test. */
export function temporaryFolder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "gallra-peer-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  chmodSync(path, 0o755);
  return path;
}
