import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { openFtpPeer } from "#server/sources/ftp/ftp-server-fixture.ts";
import { playServer } from "#server/sources/http/played-server.ts";
import { openSftpPeer, PASSWORD, USER } from "#server/sources/sftp/sftp-server-fixture.ts";
import { transportNamed } from "#server/sources/catalogue.ts";
import { LOOPBACK } from "#server/sources/files/remote-fixture.ts";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";
import { startVictim } from "../crash/victim.ts";
import type { Fault, Figure } from "../figure.ts";
import { type Archive, thirtyArchives } from "../transports/archives.ts";
import { dialFtp, dialSftp, UPLOAD_PASSWORD, UPLOADER, type Uploader } from "../transports/players/uploads.ts";
import { openStage, type Stage } from "../transports/stage.ts";
import { freePort } from "#db/testing/free-port.ts";

const driver = "asterisk-cdr-csv";
const TOKEN = "archive-token-0123456789";
const BOMB_BYTES = 200_000_000;
const MOST_MB = 400;
const PATIENCE_MS = 600_000;

/**
 * No transport opens archives. By its own name one is left alone; by another it is a file without a call in it: lines that nobody
 * understands. What HTTP packs is unpacked, within its bound.
 */
export const fault: Fault = {
  id: "REL-21",
  claim:
    "archives are opened by no transport: nothing of them becomes a call or a file, memory stays bounded, and the source goes on",
  async run(): Promise<Figure[]> {
    const stage = await openStage();
    const root = mkdtempSync(join(tmpdir(), "gallra-archives-"));
    const outside = join(root, "escaped");
    // Before anybody is served: making them takes this process seconds.
    const archives = thirtyArchives(outside);
    const peer = await openSftpPeer(mkdirIn(root, "remote"));
    const ftpPeer = await openFtpPeer(mkdirIn(root, "ftp"), "none");
    const bomb = gzipSync(Buffer.alloc(BOMB_BYTES));
    const server = await playServer((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-encoding": "gzip" });
      response.end(bomb);
    });
    const sources = await addSources(stage, root, { sftp: peer.port, ftp: ftpPeer.port, http: server.port });
    const collector = startVictim(stage.home, "collector");
    try {
      const folders = [sources.folder.path, join(root, "remote"), join(root, "ftp")];
      for (const folder of folders) put(folder, archives);
      // What tar puts together is not packed: its name is one like any other.
      const packed = archives.filter(({ ending }) => ending !== "tar").length;
      const refusedUploads = [
        await push(() => dialSftp(sources.sftpServer.port), archives),
        await push(() => dialFtp(sources.ftpServer.port), archives),
      ];
      const answers: number[] = [];
      for (let n = 0; n < 3; n++) answers.push(await post(sources.push.port, bomb));
      // Written last, and read: whatever came before did not stop the source.
      for (const [n, folder] of folders.entries()) writeFileSync(join(folder, "zz-calls.csv"), `${asteriskLine(n)}\n`);
      const ids = [sources.folder, sources.sftp, sources.ftp, sources.sftpServer, sources.ftpServer].map(
        ({ id }) => id,
      );
      await until(async () => {
        await stage.fixture.store();
        const counts = await stage.counts();
        return ids.every((id) => (counts.get(id) ?? 0) > 0) && server.asked.length > 0;
      });
      await wait(2_000);
      await stage.fixture.store();
      const counts = await stage.counts();
      const calls = [...counts.values()].reduce((sum, n) => sum + n, 0);
      const lines = await Promise.all(ids.map(async (id) => (await stage.stored(id)).undefinedLines));
      const escaped = [outside, "/tmp/escaped", join(root, "..", "escaped")].filter((path) => existsSync(path)).length;
      const refused = answers.filter((status) => status === 413).length;
      const peakMb = peakOf(collector.pid);
      const wrong = calls - ids.length + escaped + (answers.length - refused);
      return [
        {
          id: "REL-21",
          value: wrong,
          unit: `calls or files out of ${archives.length} archives by shared-file, sftp, ftp, sftp-server and ftp-server, or bombs that were taken by http-push and http-poll`,
          must: `0, and < ${MOST_MB} MB`,
          ok:
            wrong === 0 &&
            archives.length === 30 &&
            peakMb < MOST_MB &&
            lines.every((n) => n > 0) &&
            refusedUploads.every((n) => n === packed),
          detail: {
            archives: archives.map(({ name }) => name).join(" "),
            megabytes: Math.round(archives.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6),
            callsBehindThem: calls,
            undefinedLines: lines,
            refusedByName: refusedUploads,
            escaped,
            bombsPosted: answers,
            bombsFetched: server.asked.length,
            peakMb,
            notClaimed: "that anything in an archive is found: none is opened, they have to be unpacked before",
          },
        },
      ];
    } finally {
      await collector.kill();
      peer.close();
      ftpPeer.close();
      await server.close();
      await stage.close();
      rmSync(root, { recursive: true, force: true });
    }
  },
};

async function addSources(stage: Stage, root: string, ports: Record<"sftp" | "ftp" | "http", number>) {
  const path = mkdirIn(join(stage.home, "shared", "prov"), "archives");
  const files = { mode: "drop", restSeconds: 0.2 };
  const folder = await stage.add({ name: "folder", transport: "shared-file", driver, settings: { ...files, path } });
  const base = { ...files, host: "127.0.0.1", port: ports.sftp, user: USER, everySeconds: 0.2 };
  const sftp = transportNamed("sftp");
  const credentials = { password: PASSWORD };
  const { pin } = await sftp.test({
    settings: sftp.settings.parse(base),
    credentials,
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(20_000),
  });
  const settings = { ...base, pin: pin?.fingerprint };
  const remote = await stage.add({ name: "sftp", transport: "sftp", driver, settings, credentials });
  const byFtp = { ...base, port: ports.ftp, security: "none" };
  const ftp = await stage.add({ name: "ftp", transport: "ftp", driver, settings: byFtp, credentials });
  const sftpServer = await addServer(stage, "sftp-server", {});
  const passive = await freePort();
  const ftpServer = await addServer(stage, "ftp-server", {
    ...{ security: "none", passiveFrom: passive, passiveTo: passive },
  });
  const port = await freePort();
  const push = await stage.add({
    name: "push",
    transport: "http-push",
    driver,
    settings: { address: "127.0.0.1", port, encryption: "none" },
    credentials: { token: TOKEN },
    ports: [{ kind: "address", address: "127.0.0.1", from: port, to: port }],
  });
  const url = `http://127.0.0.1:${ports.http}/calls?from={from}&to={to}`;
  await stage.add({ name: "poll", transport: "http-poll", driver, settings: { url, plain: true, everySeconds: 10 } });
  return {
    root,
    folder: { id: folder, path },
    sftp: { id: remote },
    ftp: { id: ftp },
    sftpServer,
    ftpServer,
    push: { id: push, port },
  };
}

async function addServer(
  stage: Stage,
  transport: "sftp-server" | "ftp-server",
  more: Readonly<Record<string, unknown>>,
) {
  const port = await freePort();
  const { passiveFrom = port } = more;
  const permits = [port, Number(passiveFrom)].map(
    (one) => ({ kind: "address", address: "127.0.0.1", from: one, to: one }) as const,
  );
  const settings = { address: "127.0.0.1", senders: "127.0.0.1", port, user: UPLOADER, ...more };
  const credentials = { password: UPLOAD_PASSWORD };
  return { port, id: await stage.add({ name: transport, transport, driver, settings, credentials, ports: permits }) };
}

/** Each under its own name, which is refused if it is of what is packed, and as if it were calls; then a call. Answers how many were refused. */
async function push(dial: () => Promise<Uploader>, archives: readonly Archive[]): Promise<number> {
  let refused = 0;
  const sent = async (name: string, bytes: Buffer): Promise<boolean> => {
    const uploader = await dialled(dial);
    try {
      await uploader.put(name, bytes);
      return true;
    } catch {
      return false;
    } finally {
      uploader.close();
    }
  };
  for (const { name, ending, bytes } of archives) {
    // A file that is taken by its name is sent until it is: a busy machine refuses nothing, and is late.
    if (ending === "tar") await until(() => sent(`${name}.${ending}`, bytes.subarray(0, A_PIECE)));
    else if (!(await sent(`${name}.${ending}`, bytes.subarray(0, A_PIECE)))) refused++;
    await until(() => sent(`${name}.csv`, bytes));
  }
  const last = Buffer.from(`${asteriskLine(1_000 + calls++)}\n`);
  await until(() => sent("zz-calls.csv", last));
  return refused;
}

/** A name is refused before anything is read. */
const A_PIECE = 1_000;
let calls = 0;

async function dialled(dial: () => Promise<Uploader>): Promise<Uploader> {
  for (const end = performance.now() + PATIENCE_MS; ; await wait(200)) {
    const uploader = await dial().catch(() => null);
    if (uploader !== null) return uploader;
    if (performance.now() > end) throw new Error("nobody takes files");
  }
}

/** Each under its own name, and as if it were calls. */
function put(folder: string, archives: readonly Archive[]): void {
  for (const { name, ending, bytes } of archives) {
    writeFileSync(join(folder, `${name}.${ending}`), bytes);
    writeFileSync(join(folder, `${name}.csv`), bytes);
  }
}

function mkdirIn(folder: string, name: string): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true });
  return made;
}

/** The status; 413 too where the listener ends the connection before all was sent. */
async function post(port: number, body: Buffer): Promise<number> {
  const headers = { "content-encoding": "gzip", "content-length": body.length };
  const options = { port, host: "127.0.0.1", path: `/${TOKEN}`, method: "POST", agent: false, headers };
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(200)) {
    const status = await new Promise<number>((resolve) => {
      const asked = request(options, (response) => {
        response.resume().on("close", () => resolve(response.statusCode ?? 0));
      });
      asked.on("error", () => resolve(0));
      asked.end(body);
    });
    if (status !== 0) return status;
  }
  return 0;
}

/** The most that the process ever held, as the kernel counts it. */
function peakOf(pid: number): number {
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await wait(300))
    if (performance.now() > end) throw new Error("the calls behind the archives never came");
}
