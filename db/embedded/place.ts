import { createHash } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Cluster } from "../clients.ts";
import { AppError } from "#server/domain/app-error.ts";

/** Where the embedded clusters of a home live and who runs them. */
export interface Place {
  /** Holds a folder per cluster and the logs; owned by `owner`. */
  readonly base: string;
  /** Holds the sockets; short, since a socket's path may have 107 bytes. */
  readonly sockets: string;
  /** Another user than ours, or null. Postgres refuses to run as root. */
  readonly owner: Owner | null;
  /** Where binaries are copied for that user, or null when they are used where they were installed. */
  readonly copyBinariesTo: string | null;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Makes the folders of the embedded clusters: in the home, or as root below /var/lib/gallra with a link in the home. */
export function openPlace(home: string): Place {
  if (process.getuid?.() !== 0) {
    const base = join(home, "clusters");
    mkdirSync(base, { recursive: true, mode: 0o700 });
    return { base, sockets: socketFolder(base, null), owner: null, copyBinariesTo: null };
  }
  const link = join(home, "clusters");
  const base = linkedBase(link) ?? newBase(home);
  const owner = existsSync(base) ? ownerOf(base) : unprivilegedUser();
  mkdirSync(ROOT_BASE, { recursive: true, mode: 0o755 });
  mkdirSync(base, { recursive: true, mode: 0o700 });
  chownSync(base, owner.uid, owner.gid);
  claim(base, home);
  if (linkedBase(link) === null) symlinkSync(base, link);
  return { base, sockets: socketFolder(base, owner), owner, copyBinariesTo: ROOT_BASE };
}

export function dataFolder(place: Place, cluster: Cluster): string {
  return join(place.base, cluster);
}

/** Folders with databases of a home that was removed and made anew; their keys are gone with it, and they can be removed. */
export function leftBehind(home: string): string[] {
  if (process.getuid?.() !== 0 || !existsSync(ROOT_BASE)) return [];
  const real = realpathSync(home);
  const current = linkedBase(join(home, "clusters"));
  return readdirSync(ROOT_BASE)
    .map((name) => join(ROOT_BASE, name))
    .filter(
      (base) => base !== current && existsSync(join(base, "home")) && readFileSync(join(base, "home"), "utf8") === real,
    );
}

const ROOT_BASE = "/var/lib/gallra";

/** A home without any secret is new: databases that a removed home of the same path left behind are not its own. */
function newBase(home: string): string {
  const first = join(ROOT_BASE, shortHash(realpathSync(home)));
  const secrets = join(home, "secrets");
  if (existsSync(secrets) && readdirSync(secrets).some((name) => name.startsWith("admin-"))) return first;
  for (let n = 2, base = first; ; n++) {
    if (!existsSync(join(base, "data")) && !existsSync(join(base, "keyring"))) return base;
    base = `${first}-${n}`;
  }
}

function linkedBase(link: string): string | null {
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return null;
  const target = readlinkSync(link);
  if (existsSync(target)) return target;
  if (existsSync(join(dirname(link), "secrets", "admin.json"))) {
    throw new AppError(
      "unavailable",
      `The databases of this home should be in ${target}, and that folder is gone. Restore it from a backup, or start with another, empty GALLRA_HOME.`,
    );
  }
  unlinkSync(link);
  return null;
}

/** A copied home would share its databases with the original: one of them must let go. */
function claim(base: string, home: string): void {
  const note = join(base, "home");
  const real = realpathSync(home);
  const known = existsSync(note) ? readFileSync(note, "utf8") : null;
  if (known === real) return;
  if (known !== null && existsSync(join(known, "secrets"))) {
    throw new AppError(
      "unavailable",
      `The databases in ${base} belong to ${known}, and ${home} looks like a copy of it. Use the original, or restore a backup into an empty home.`,
    );
  }
  writeFileSync(note, real, { mode: 0o600 });
}

function ownerOf(folder: string): Owner {
  const { uid, gid } = statSync(folder);
  return uid === 0 ? unprivilegedUser() : { uid, gid };
}

/** The first of these users that the machine has. Postgres wants a name for its user id, so that a free number will not do. */
function unprivilegedUser(): Owner {
  const users = new Map(
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .map((cells) => [cells[0], cells]),
  );
  for (const name of ["gallra", "postgres", "nobody"]) {
    const cells = users.get(name);
    if (cells !== undefined) return { uid: Number(cells[2]), gid: Number(cells[3]) };
  }
  throw new AppError(
    "unavailable",
    "Postgres does not run as root and this machine has no user gallra, postgres or nobody. Make one: useradd --system gallra",
  );
}

function socketFolder(base: string, owner: Owner | null): string {
  const near = join(base, "s");
  const longest = Buffer.byteLength(join(near, ".s.PGSQL.00000.lock"));
  const folder = longest <= 100 ? near : join(tmpdir(), `gallra-${process.getuid?.() ?? 0}-${shortHash(base)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const { uid } = statSync(folder);
  if (uid !== (owner?.uid ?? process.getuid?.() ?? uid)) {
    throw new AppError(
      "unavailable",
      `The folder ${folder} for the databases' sockets belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`,
    );
  }
  return folder;
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
