import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as ftpPeer from "#server/sources/ftp/ftp-server-fixture.ts";
import * as sftpPeer from "#server/sources/sftp/sftp-server-fixture.ts";
import type { Journal, Play, Player } from "./player.ts";

/** Files on a server: one that grows, or whole ones that the collector deletes once the database has them. */
export function playFiles(protocol: "sftp" | "ftp", mode: "tail" | "drop"): Play {
  return async (journal, { folder }) => {
    mkdirSync(folder, { recursive: true });
    const peer = await (protocol === "sftp" ? sftpPeer.openSftpPeer(folder) : ftpPeer.openFtpPeer(folder, "none"));
    const write = mode === "tail" ? grow(journal, folder) : drop(journal, folder);
    return {
      player: { step: write, finish: async () => undefined, close: () => peer.close() },
      told: { port: peer.port },
    };
  };
}

/** Only what is on disk is promised; a file of its own every two hundred calls. */
function grow(journal: Journal, folder: string): Player["step"] {
  return () => {
    const call = journal.next();
    put(join(folder, `calls-${Math.floor(call / 200)}.csv`), "a", `${journal.line(call)}\n`);
    journal.promised.add(call);
  };
}

function drop(journal: Journal, folder: string): Player["step"] {
  let held: number[] = [];
  return () => {
    held.push(journal.next());
    if (held.length < 10) return;
    const name = join(folder, `calls-${held[0]}.csv`);
    put(`${name}.part`, "w", held.map((call) => `${journal.line(call)}\n`).join(""));
    renameSync(`${name}.part`, name);
    for (const call of held) journal.promised.add(call);
    held = [];
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
