import { playAccounts } from "./accounts.ts";
import { playBlocks } from "./blocks.ts";
import { playFiles } from "./files.ts";
import { HEADER, playLines, playPackets } from "./lines.ts";
import { playPages } from "./pages.ts";
import type { Play } from "./player.ts";
import { playPosts } from "./posts.ts";
import { playSerial } from "./serial.ts";
import { playTable } from "./table.ts";
import { playUploads } from "./uploads.ts";

/** Who plays the other side of each way (see `ways.ts`). */
export const PLAYS: Readonly<Record<string, Play>> = {
  tcp: playLines(""),
  "tcp, acknowledged": playBlocks,
  "syslog tcp": playLines(HEADER),
  "syslog udp": playPackets,
  "http-push": playPosts,
  "http-poll": playPages,
  "sftp, growing": playFiles("sftp", "tail"),
  "sftp, deleted": playFiles("sftp", "drop"),
  "ftp, growing": playFiles("ftp", "tail"),
  "ftp, deleted": playFiles("ftp", "drop"),
  "shared-file, growing": playFiles("folder", "tail"),
  "shared-file, at rest": playFiles("folder", "drop"),
  database: playTable,
  serial: playSerial,
  radius: playAccounts,
  "sftp-server": playUploads("sftp"),
  "ftp-server": playUploads("ftp"),
};
