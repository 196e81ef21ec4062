import { type FileInfo, parseList } from "basic-ftp";
import { SourceTrouble } from "../problem.ts";
import { download } from "./download.ts";
import { FtpRefusal } from "./session.ts";
import type { FtpPlace } from "./remote-file.ts";

export interface Listed {
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Known to the minute or the day only. */
  readonly rough: boolean;
}

/** A listing ends within these; a server may never come to an end. */
const BYTES_MOST = 41_943_040;
const LIST_MS = 120_000;

/** Regular files only, by MLSD where the server has it. Throws SourceTrouble. */
export async function listFolder(place: FtpPlace): Promise<Listed[]> {
  const { session } = place;
  const text = session.features.has("MLST") || session.features.has("MLSD") ? await ask(place, "MLSD") : null;
  const listing = text ?? (await ask(place, "LIST"));
  if (listing === null) throw new SourceTrouble("folder-unreadable");
  let found: FileInfo[];
  try {
    found = listing.trim() === "" ? [] : parseList(listing);
  } catch {
    // What it was may hold names: it goes no further.
    throw new SourceTrouble("protocol-broken");
  }
  const now = Date.now();
  return found.flatMap((file) => {
    if (!file.isFile || !isOwnName(file.name) || !Number.isSafeInteger(file.size) || file.size < 0) return [];
    const exact = file.modifiedAt?.getTime();
    const modifiedMs = exact ?? roughTime(file.rawModifiedAt, now);
    return [{ name: file.name, size: file.size, modifiedMs, rough: exact === undefined }];
  });
}

async function ask({ session, ...place }: FtpPlace, command: string): Promise<string | null> {
  const until = performance.now() + LIST_MS;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const coming = await download(place, session, command);
    for (let chunk = await coming.next(); chunk !== null; chunk = await coming.next()) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= BYTES_MOST && performance.now() < until) continue;
      session.close();
      throw new SourceTrouble(bytes > BYTES_MOST ? "protocol-broken" : "timed-out");
    }
  } catch (error) {
    // Some servers say so of an empty folder.
    if (error instanceof FtpRefusal) return error.code === 550 && command === "LIST" ? "" : null;
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A name is what stands in the folder, never a way out of it, nor another command. */
function isOwnName(name: string): boolean {
  return name !== "" && !/[/\p{Cc}\ufffd]/u.test(name) && name !== "." && name !== "..";
}

const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

/** As `ls` or DOS writes it, in whatever zone the server lives: good for the order of files, and to see that it changed. */
export function roughTime(text: string, nowMs: number): number {
  const dos = /^(\d\d)-(\d\d)-(\d\d(?:\d\d)?)\s+(\d\d):(\d\d)\s*([AP]M)?$/i.exec(text.trim());
  if (dos !== null) {
    const [, month, day, year, hour, minute, half] = dos;
    const hours = (Number(hour) % (half === undefined ? 24 : 12)) + (half?.toUpperCase() === "PM" ? 12 : 0);
    return Date.UTC(
      Number(year) + (Number(year) < 100 ? 2000 : 0),
      Number(month) - 1,
      Number(day),
      hours,
      Number(minute),
    );
  }
  const unix = /^([a-z]{3})[a-z]*\s+(\d{1,2})\s+(?:(\d{4})|(\d{1,2}):(\d\d))$/i.exec(text.trim());
  const month = MONTHS.indexOf(unix?.[1]?.toLowerCase() ?? "?") / 3;
  if (unix === null || !Number.isInteger(month) || month < 0) return 0;
  const at = (year: number) => Date.UTC(year, month, Number(unix[2]), Number(unix[4] ?? 0), Number(unix[5] ?? 0));
  if (unix[3] !== undefined) return at(Number(unix[3]));
  // Without a year it is of the last twelve months; a day ahead is another zone.
  const year = new Date(nowMs).getUTCFullYear();
  return at(year) > nowMs + 86_400_000 ? at(year - 1) : at(year);
}
