import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, renameSync, truncateSync, writeSync } from "node:fs";
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

/** Only what is on disk is promised. Many calls at once have files of their own, two hundred and more in each. */
function grow(journal: Journal, folder: string, atOnce = 1): Written {
  if (atOnce === 1) return rotate(journal, folder);
  const aFile = Math.max(A_FILE, atOnce);
  return inTurns(journal, atOnce, (calls) => {
    const name = `calls-${Math.floor((calls[0] ?? 0) / aFile)}.csv`;
    put(join(folder, name), "a", calls.map((call) => `${journal.line(call)}\n`).join(""));
  });
}

/** One file, which is renamed, or copied and cut off, every two hundred calls. A line of each shows whether it was read twice. */
function rotate(journal: Journal, folder: string): Written {
  const file = join(folder, "calls.csv");
  return inTurns(journal, 1, ([call = 0]) => {
    if (call % A_FILE === A_FILE - 1) {
      const old = join(folder, `calls-${journal.odd}.csv`);
      if (journal.odd % 2 === 0) renameSync(file, old);
      else {
        copyFileSync(file, old);
        truncateSync(file, 0);
      }
      put(file, "a", `nothing that anybody understands ${journal.odd++}\n`);
    }
    put(file, "a", `${journal.line(call)}\n`);
  });
}

const A_FILE = 200;

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
