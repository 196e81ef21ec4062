import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { transportNamed } from "#server/sources/catalogue.ts";
import { LOOPBACK } from "#server/sources/files/remote-fixture.ts";
import { openSftpPeer, PASSWORD, USER } from "#server/sources/sftp/sftp-server-fixture.ts";
import type { Stage } from "./stage.ts";
import { freePort } from "#db/testing/free-port.ts";

/** A way to send calls that are known already; the collector's process takes them as it takes any. */
export interface Resender {
  readonly name: string;
  send(lines: readonly string[]): Promise<void>;
  close(): void;
}

const TOKEN = "resent-token-0123456789";
const HEADER = "<133>Mar  2 08:15:00 pbx cdr: ";
/** Lines of one message, below what a listener takes at once. */
const A_POST = 2_500;
const PATIENCE_MS = 60_000;

/** Each with a running source of its own. One more transport: a line here. */
export async function openResenders(stage: Stage): Promise<readonly Resender[]> {
  return [await byTcp(stage), await bySyslog(stage), await byPush(stage), await bySftp(stage), await byFolder(stage)];
}

const driver = "asterisk-cdr-csv";
const listen = { address: "127.0.0.1", senders: "127.0.0.1" };

async function listening(stage: Stage, wanted: { name: string; transport: string; settings: object }, token = {}) {
  const port = await freePort();
  const ports = [{ kind: "address", address: "127.0.0.1", from: port, to: port }] as const;
  const settings = { ...listen, ...wanted.settings, port };
  await stage.add({ ...wanted, driver, settings, ports, credentials: token, timeZone: null });
  return port;
}

async function byTcp(stage: Stage): Promise<Resender> {
  const port = await listening(stage, { name: "tcp", transport: "tcp", settings: {} });
  return {
    name: "tcp",
    send: (lines) => write(port, lines.map((line) => `${line}\n`).join("")),
    close: () => undefined,
  };
}

async function bySyslog(stage: Stage): Promise<Resender> {
  const settings = { protocol: "tcp", pass: "message" };
  const port = await listening(stage, { name: "syslog", transport: "syslog", settings });
  const send = (lines: readonly string[]) => write(port, lines.map((line) => `${HEADER}${line}\n`).join(""));
  return { name: "syslog", send, close: () => undefined };
}

async function byPush(stage: Stage): Promise<Resender> {
  const settings = { encryption: "none" };
  const port = await listening(stage, { name: "push", transport: "http-push", settings }, { token: TOKEN });
  return {
    name: "http-push",
    async send(lines) {
      for (let at = 0; at < lines.length; at += A_POST) {
        const body = lines.slice(at, at + A_POST).join("\n");
        await until(() => post(port, body));
      }
    },
    close: () => undefined,
  };
}

async function bySftp(stage: Stage): Promise<Resender> {
  const root = mkdtempSync(join(tmpdir(), "gallra-resent-"));
  const peer = await openSftpPeer(root);
  const base = { host: "127.0.0.1", port: peer.port, user: USER, mode: "drop", restSeconds: 0.2, everySeconds: 0.2 };
  const sftp = transportNamed("sftp");
  const { pin } = await sftp.test({
    settings: sftp.settings.parse(base),
    credentials: { password: PASSWORD },
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(20_000),
  });
  const settings = { ...base, pin: pin?.fingerprint };
  const credentials = { password: PASSWORD };
  await stage.add({ name: "sftp", transport: "sftp", driver, settings, credentials, timeZone: null });
  let file = 0;
  return {
    name: "sftp",
    send: async (lines) => writeFileSync(join(root, `again-${file++}.txt`), lines.join("\n")),
    close() {
      peer.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function byFolder(stage: Stage): Promise<Resender> {
  const path = join(stage.home, "shared", "prov", "again");
  mkdirSync(path, { recursive: true });
  const settings = { path, mode: "drop", restSeconds: 0.2 };
  await stage.add({ name: "folder", transport: "shared-file", driver, settings, timeZone: null });
  let file = 0;
  const send = async (lines: readonly string[]) => writeFileSync(join(path, `other-${file++}.log`), lines.join("\r\n"));
  return { name: "shared-file", send, close: () => undefined };
}

/** One connection, ended in order. */
async function write(port: number, text: string): Promise<void> {
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ port, host: "127.0.0.1" });
        socket.on("error", () => resolve(false));
        socket.once("close", () => resolve(true));
        socket.resume();
        socket.once("connect", () => socket.end(text));
      }),
  );
}

function post(port: number, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ port, host: "127.0.0.1", path: `/${TOKEN}`, method: "POST", agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode === 200));
    });
    asked.on("error", () => resolve(false));
    asked.end(body);
  });
}

/** The collector may not listen yet. */
async function until(works: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await works()); await wait(100))
    if (performance.now() > end) throw new Error("nobody takes what is sent again");
}
