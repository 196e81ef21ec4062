import type { Entry } from "../uploads/desk.ts";

/** What `LIST` shows, as most clients can read it. */
export function lineOf({ name, kind, size, at }: Entry): string {
  const [, day, month, , time = ""] = at.toUTCString().split(" ");
  return `${kind === "folder" ? "drwx" : "-rw-"}------    1 0        0        ${String(size).padStart(12)} ${month} ${day} ${time.slice(0, 5)} ${name}`;
}

/** What `MLSD` and `MLST` show (RFC 3659). */
export function factsOf({ name, kind, size, at }: Entry): string {
  const facts = kind === "folder" ? "type=dir;perm=celm" : `type=file;size=${size};perm=adfw`;
  return `${facts};modify=${stampOf(at)}; ${name}`;
}

export function stampOf(at: Date): string {
  return at.toISOString().slice(0, 19).replace(/[-:T]/g, "");
}
