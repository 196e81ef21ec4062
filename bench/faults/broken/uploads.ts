import { type Fate, openProxy } from "#server/sources/files/proxy-fixture.ts";
import { ftpServer } from "#server/sources/ftp-server/transport.ts";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { newKeyPair } from "#server/sources/sftp/sftp-server-fixture.ts";
import { sftpServer } from "#server/sources/sftp-server/transport.ts";
import { openServed, type Served, testMachine } from "#server/sources/uploads/upload-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";
import type { Figure } from "../../figure.ts";
import { dialFtp, dialSftp, UPLOAD_PASSWORD, type Uploader, UPLOADER } from "../../transports/players/uploads.ts";
import { brokenFigure, count, drawFates, type Fates, growingPatience } from "./fates.ts";

const ANSWER_MS = 400;
/** What a fate is drawn within: a connection carries a few files before it breaks. */
const REACH = 60_000;
/** Ports at which files come; each has its way at a second address of loopback. */
const DATA_PORTS = 60;
const SECOND = "127.0.0.2";
/** A half of a connection that stood on would count against the sender for minutes. */
const TOLD_MS = 3_000;
/** By then a client of FTP has gone that waits for an answer: how long a file is nobody says there, and what ends while its sender waits is whole. */
const GONE_MS = 2_000;

/** A server of ours behind connections that break. */
interface Desk extends Served {
  dial(patienceMs: number): Promise<Uploader>;
  close(): Promise<void>;
}

/**
 * A system that sends its files to us through connections that break at any byte, and sends each again until it is told that it is
 * stored: of a file that was cut off nothing is taken before, and nothing twice after.
 */
export async function brokenUploads(id: "sftp-server" | "ftps-server", faults: number): Promise<Figure> {
  const fates = drawFates(REACH);
  const desk = await (id === "sftp-server" ? behindSftp : behindFtps)(fates, faults);
  const expected: string[] = [];
  const patience = growingPatience(ANSWER_MS);
  let uploader: Uploader | null = null;
  let asked = 0;
  try {
    for (let file = 0; fates.met() < faults || file < 3; file++) {
      const lines = Array.from(
        { length: 20 + ((file * 811) % 150) },
        (_, n) => `file ${file} line ${n} ${"x".repeat((file * 37 + n * 13) % 190)}`,
      );
      expected.push(...lines);
      const content = `${lines.join("\n")}\n`;
      for (let isStored = false; !isStored; asked++) {
        try {
          uploader ??= await desk.dial(patience.ms);
          await uploader.put(`f${file}.csv`, content);
          isStored = true;
          patience.answered();
        } catch {
          patience.tried();
          uploader?.close();
          uploader = null;
        }
      }
    }
    uploader?.close();
  } finally {
    // What is half open is over when the listener goes, and has left nothing.
    await desk.close();
  }
  const wrong = { lost: 0, twice: 0, partial: 0 };
  count(wrong, expected, desk.sink.lines());
  return brokenFigure(id, faults, { wrong, sent: expected.length, fates, detail: { asked } });
}

const base = { address: "127.0.0.1", user: UPLOADER, senders: "127.0.0.1" };
const credentials = { password: UPLOAD_PASSWORD };

async function behindSftp(fates: Fates, faults: number): Promise<Desk> {
  const port = await freePort();
  const machine = testMachine({ hostKeys: async () => [HOST_KEY] });
  const served = await openServed(sftpServer, { settings: { ...base, port }, credentials, machine });
  const way = await openProxy(port, () => fates.next(faults), { counted: "client", toldAfterMs: TOLD_MS });
  return {
    ...served,
    dial: (patienceMs) => dialSftp(way.port, patienceMs),
    async close() {
      await served.source.close();
      way.close();
    },
  };
}

const HOST_KEY = newKeyPair().private;

/** Faults meet the control connection and the data's in turn; a program that ends takes both of them along. */
async function behindFtps(fates: Fates, faults: number): Promise<Desk> {
  const authority = await playAuthority();
  const certificate = await authority.issue("127.0.0.1");
  const port = await freePort();
  const passiveFrom = 10_000 + Math.floor(Math.random() * 20_000);
  const served = await openServed(ftpServer, {
    settings: { ...base, port, security: "explicit", passiveFrom, passiveTo: passiveFrom + DATA_PORTS - 1 },
    credentials,
    machine: testMachine({ certificate: async () => certificate }),
  });
  let turn = 0;
  const controlFate = () => (turn++ % 2 === 0 ? near(fates.next(faults)) : null);
  const control = await openProxy(port, controlFate, { counted: "client", host: SECOND, toldAfterMs: TOLD_MS });
  const dataFate = (): Fate | null => {
    const fate = fates.next(faults);
    if (fate?.kind !== "end") return fate;
    const met = () => {
      control.endAll();
      fate.met?.();
    };
    return { ...fate, met };
  };
  const ways = [control];
  // A port that somebody else has there breaks nothing: the file is sent again, and comes to another one.
  for (let n = 0; n < DATA_PORTS; n++) {
    const at = { counted: "client", host: SECOND, port: passiveFrom + n, toldAfterMs: TOLD_MS } as const;
    const way = await openProxy(passiveFrom + n, dataFate, at).catch(() => null);
    if (way !== null) ways.push(way);
  }
  return {
    ...served,
    dial: (patienceMs) =>
      dialFtp(control.port, { host: SECOND, patienceMs: Math.min(GONE_MS, patienceMs), secure: true }),
    async close() {
      await served.source.close();
      for (const way of ways) way.close();
    },
  };
}

/** Little is said on a control connection. */
function near(fate: Fate | null): Fate | null {
  return fate === null ? null : { ...fate, afterBytes: Math.floor(fate.afterBytes / 20) };
}
