import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOOPBACK, TEST_KEY } from "#server/sources/files/remote-fixture.ts";
import { createRemoteSource } from "#server/sources/files/remote-source.ts";
import { type Fate, openProxy } from "#server/sources/files/proxy-fixture.ts";
import { createTestSink } from "#server/sources/files/sink-fixture.ts";
import { ftpFolder } from "#server/sources/ftp/folder.ts";
import * as ftpPeer from "#server/sources/ftp/ftp-server-fixture.ts";
import { ftpSettings } from "#server/sources/ftp/settings.ts";
import { ftp } from "#server/sources/ftp/transport.ts";
import { sftpFolder } from "#server/sources/sftp/folder.ts";
import * as sftpPeer from "#server/sources/sftp/sftp-server-fixture.ts";
import { sftpSettings } from "#server/sources/sftp/settings.ts";
import { sftp } from "#server/sources/sftp/transport.ts";
import type { Framing } from "#server/drivers/driver.ts";
import type { Transport } from "#server/sources/transport.ts";
import type { Figure } from "../../figure.ts";
import { brokenFigure, count, drawFates, growingPatience, type Patience } from "./fates.ts";

const ANSWER_MS = 300;
const CALM_MS = 500;
/** What a fate is drawn within: the files of a few rounds, with what the protocol adds to them. */
const REACH = 40_000;

/** A source whose server stands behind connections that break, and what came of it. */
interface Desk {
  readonly root: string;
  readonly sink: ReturnType<typeof createTestSink>;
  poll(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Connections broken at random bytes: lines that grow, and documents that must come whole. Every sent line and document is
 * delivered once and as it was sent, whatever broke.
 */
export async function brokenFiles(id: "sftp" | "ftps", faults: number): Promise<Figure> {
  const fates = drawFates(REACH);
  const wrong = { lost: 0, twice: 0, partial: 0 };
  let sent = 0;
  let rounds = 0;
  for (const framing of [{ kind: "line" }, { kind: "document", maxBytes: 10_000_000 }] as const) {
    const until = framing.kind === "line" ? Math.ceil(faults / 2) : faults;
    const desk = await openDesk(id, framing, () => fates.next(until));
    const expected: string[] = [];
    try {
      for (let file = 0; fates.met() < until || file < 3; file++) {
        const text = contentOf(file, framing.kind === "line");
        expected.push(...(framing.kind === "line" ? text.split("\n").slice(0, -1) : [text]));
        await writeFile(join(desk.root, `f${file}.csv`), text);
        for (let round = 0; round < 3_000 && !(await desk.poll()); round++) rounds++;
      }
      // Between looks a source says what the last one found: several of them have to find nothing more.
      for (let since = performance.now(); performance.now() - since < CALM_MS; )
        if (!(await desk.poll())) since = performance.now();
      count(wrong, expected, desk.sink.lines());
      sent += expected.length;
    } finally {
      await desk.close();
    }
  }
  return brokenFigure(id, faults, { wrong, sent, fates, detail: { rounds } });
}

function contentOf(file: number, lines: boolean): string {
  const one = (n: number) => `file ${file} line ${n} ${"x".repeat((file * 37 + n * 13) % 190)}`;
  const all = Array.from({ length: 20 + ((file * 811) % 150) }, (_, n) => one(n));
  return lines ? `${all.join("\n")}\n` : `${all.join("\n")}\nend of ${file}`;
}

async function openDesk(id: "sftp" | "ftps", framing: Framing, fateOf: () => Fate | null): Promise<Desk> {
  const root = await mkdtemp(join(tmpdir(), "gallra-broken-"));
  const sink = createTestSink();
  const patience = growingPatience(ANSWER_MS);
  const connected = () => {
    patience.tried();
    return fateOf();
  };
  const { open, close } = await (id === "sftp" ? behindSftp : behindFtps)(root, connected, patience);
  const source = open(sink, framing);
  return {
    root,
    sink,
    async poll() {
      try {
        const { settled } = await source.poll();
        if (settled) patience.answered();
        return settled;
      } catch {
        return false;
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    async close() {
      await source.close();
      close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Opened = {
  open(sink: ReturnType<typeof createTestSink>, framing: Framing): ReturnType<typeof createRemoteSource>;
  close(): void;
};

const RULES = { host: "127.0.0.1", restSeconds: 0.1, everySeconds: 0.1 };

async function behindSftp(root: string, fateOf: () => Fate | null, patience: Patience): Promise<Opened> {
  const peer = await sftpPeer.openSftpPeer(root);
  const way = await openProxy(peer.port, fateOf);
  const { USER: user, PASSWORD: password } = sftpPeer;
  const pin = await pinOf(sftp as Transport, { ...RULES, port: peer.port, user }, password);
  const settings = sftpSettings.parse({ ...RULES, port: way.port, user, pin });
  const rest = { settings, key: TEST_KEY, credentials: { password }, machine: LOOPBACK, known: [] };
  return {
    open: ({ sink }, framing) =>
      createRemoteSource({ ...rest, sink, framing }, sftpFolder(withPatience(rest, patience))),
    close() {
      way.close();
      peer.close();
    },
  };
}

async function behindFtps(root: string, fateOf: () => Fate | null, patience: Patience): Promise<Opened> {
  // Half of the faults meet the control connection, half of them the data's.
  let turn = 0;
  const peer = await ftpPeer.openFtpPeer(root, "explicit", { fateOf: () => (turn++ % 2 === 0 ? fateOf() : null) });
  const near = (fate: Fate | null) =>
    fate === null ? null : { ...fate, afterBytes: Math.floor(fate.afterBytes / 10) };
  const way = await openProxy(peer.port, () => near(fateOf()));
  const { USER: user, PASSWORD: password } = ftpPeer;
  const pin = await pinOf(ftp as Transport, { ...RULES, port: peer.port, user }, password);
  const settings = ftpSettings.parse({ ...RULES, port: way.port, user, pin });
  const rest = { settings, key: TEST_KEY, credentials: { password }, machine: LOOPBACK, known: [] };
  return {
    open: ({ sink }, framing) =>
      createRemoteSource({ ...rest, sink, framing }, ftpFolder(withPatience(rest, patience))),
    close() {
      way.close();
      peer.close();
    },
  };
}

/** Asked for with each connection. */
function withPatience<T extends object>(options: T, patience: Patience): T & { readonly answerMs: number } {
  return {
    ...options,
    get answerMs() {
      return patience.ms;
    },
  };
}

async function pinOf(transport: Transport, settings: object, password: string): Promise<string | undefined> {
  const found = await transport.test({
    settings: transport.settings.parse(settings),
    credentials: { password },
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(20_000),
  });
  return found.pin?.fingerprint;
}
