import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as ftpPeer from "#server/sources/ftp/ftp-server-fixture.ts";
import * as sftpPeer from "#server/sources/sftp/sftp-server-fixture.ts";
import type { Journal, Play } from "./player.ts";

/** Files on a server or in a folder: one that grows, or whole ones that the collector may delete once the database has them. */
export function playFiles(protocol: "sftp" | "ftp" | "folder", mode: "tail" | "drop"): Play {
  return async (journal, { folder, atOnce }) => {
    mkdirSync(folder, { recursive: true });
    const peer = await SERVERS[protocol](folder);
    const written = mode === "tail" ? grow(journal, folder, atOnce) : drop(journal, folder, atOnce);
    return {
      player: { ...written, finish: async () => written.flush(), close: () => peer?.close() },
      told: { port: peer?.port ?? 0, path: folder },
    };
  };
}

const SERVERS = {
  sftp: (folder: string) => sftpPeer.openSftpPeer(folder),
  ftp: (folder: string) => ftpPeer.openFtpPeer(folder, "none"),
  folder: async () => null,
};

interface Written {
  step(): void;
  /** What a telephone system holds in its memory comes to disk. */
  flush(): void;
}

/** Only what is on disk is promised; a file of its own every two hundred calls. */
function grow(journal: Journal, folder: string, atOnce = 1): Written {
  const aFile = Math.max(200, atOnce);
  return inTurns(journal, atOnce, (calls) => {
    const name = `calls-${Math.floor((calls[0] ?? 0) / aFile)}.csv`;
    put(join(folder, name), "a", calls.map((call) => `${journal.line(call)}\n`).join(""));
  });
}

function drop(journal: Journal, folder: string, atOnce = 10): Written {
  return inTurns(journal, atOnce, (calls) => {
    const name = join(folder, `calls-${calls[0]}.csv`);
    put(`${name}.part`, "w", calls.map((call) => `${journal.line(call)}\n`).join(""));
    renameSync(`${name}.part`, name);
  });
}

function inTurns(journal: Journal, atOnce: number, write: (calls: readonly number[]) => void): Written {
  let held: number[] = [];
  const flush = () => {
    if (held.length > 0) write(held);
    for (const call of held) journal.promised.add(call);
    held = [];
  };
  return {
    step() {
      held.push(journal.next());
      if (held.length >= atOnce) flush();
    },
    flush,
  };
}

function put(path: string, flags: string, text: string): void {
  const fd = openSync(path, flags);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
