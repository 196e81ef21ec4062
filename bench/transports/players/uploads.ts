import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Client as FtpClient } from "basic-ftp";
import ssh2, { type SFTPWrapper } from "ssh2";
import { freePort } from "#db/testing/free-port.ts";
import type { Play } from "./player.ts";

export const UPLOADER = "pbx";
export const UPLOAD_PASSWORD = "lingon-och-messmör-27";

/** A file is sent again with what is new, up to so many calls; then comes another one. */
const A_FILE = 100;
const A_TURN = 10;
/** What has waited for a server that was away goes together. */
const MOST_AT_ONCE = 500;
const AGAIN_MS = 50;
/** What every server takes in one question. */
const PIECE = 32_768;
const PATIENCE_MS = 10_000;

/** A connection by which a system sends its files, made anew once it is broken. */
export interface Uploader {
  /** Resolves once the server has answered that the file is stored; the connection is of no use after it rejects. */
  put(name: string, content: string | Buffer): Promise<void>;
  close(): void;
}

/** A system that sends its files to a server, and sends them again until it is told that all of it is stored. */
export function playUploads(protocol: "sftp" | "ftp"): Play {
  return async (journal, { port, atOnce = A_TURN }) => {
    const passive = protocol === "ftp" ? await freePort() : 0;
    const waiting: number[] = [];
    let connection: Uploader | null = null;
    let over = false;
    let closed = false;
    const put = async (name: string, content: string): Promise<boolean> => {
      try {
        connection ??= await (protocol === "sftp" ? dialSftp(port) : dialFtp(port));
        await connection.put(name, content);
        return true;
      } catch {
        connection?.close();
        connection = null;
        return false;
      }
    };
    const working = (async () => {
      let file: number[] = [];
      while (!closed && (!over || waiting.length > 0)) {
        const calls = waiting.splice(0, Math.max(atOnce, Math.min(waiting.length, MOST_AT_ONCE)));
        if (calls.length === 0) {
          await wait(5);
          continue;
        }
        file = [...(file.length >= A_FILE ? [] : file), ...calls];
        const content = file.map((call) => `${journal.line(call)}\n`).join("");
        while (!closed && !(await put(`calls-${file[0]}.csv`, content))) await wait(AGAIN_MS);
        if (closed) return;
        for (const call of calls) journal.promised.add(call);
      }
    })();
    return {
      player: {
        step: () => void waiting.push(journal.next()),
        async finish() {
          over = true;
          await working;
        },
        close() {
          closed = true;
          connection?.close();
        },
      },
      told: { passive },
    };
  };
}

export async function dialSftp(port: number, patienceMs = PATIENCE_MS): Promise<Uploader> {
  const client = new ssh2.Client();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const end = (error?: Error) => broken.reject(error ?? new Error("the connection is gone"));
  client.on("error", end).on("close", () => end());
  // Whoever is told nothing for so long dials again.
  const answered = async <T>(ask: (done: (error?: Error | null, answer?: T) => void) => unknown): Promise<T> => {
    const timer = setTimeout(() => end(new Error("no answer")), patienceMs);
    const answer = new Promise<T>((resolve, reject) =>
      ask((error, said) => (error ? reject(error) : resolve(said as T))),
    );
    return await Promise.race([answer, broken.promise]).finally(() => clearTimeout(timer));
  };
  try {
    await answered<undefined>((done) => {
      client.once("ready", () => done());
      client.connect({ host: "127.0.0.1", port, username: UPLOADER, password: UPLOAD_PASSWORD });
    });
    client.setNoDelay(true);
    const sftp = await answered<SFTPWrapper>((done) => client.sftp(done));
    return {
      async put(name, content) {
        const bytes = Buffer.from(content);
        const handle = await answered<Buffer>((done) => sftp.open(`/${name}`, "w", done));
        for (let at = 0; at < bytes.length; at += PIECE) {
          const piece = bytes.subarray(at, at + PIECE);
          await answered<undefined>((done) => sftp.write(handle, piece, 0, piece.length, at, done as never));
        }
        await answered<undefined>((done) => sftp.close(handle, done));
      },
      close: () => client.destroy(),
    };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

interface FtpServer {
  readonly host?: string;
  readonly patienceMs?: number;
  readonly secure?: boolean;
}

export async function dialFtp(
  port: number,
  { host = "127.0.0.1", patienceMs = PATIENCE_MS, secure = false }: FtpServer = {},
): Promise<Uploader> {
  const client = new FtpClient(patienceMs);
  const access = { host, port, user: UPLOADER, password: UPLOAD_PASSWORD, secure };
  try {
    await client.access({ ...access, secureOptions: { rejectUnauthorized: false } });
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    put: async (name, content) => void (await client.uploadFrom(Readable.from([content]), name)),
    close: () => client.close(),
  };
}
