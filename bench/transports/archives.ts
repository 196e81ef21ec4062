import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";

/** An archive that somebody puts where calls are expected. */
export interface Archive {
  readonly name: string;
  /** What such a file is called: left alone by its name alone. */
  readonly ending: "zip" | "gz" | "tar" | "xz" | "bz2" | "7z" | "zst";
  readonly bytes: Buffer;
}

const ENTRIES = 100_000;
const BOMB_BYTES = 200_000_000;
const ZIPPED_BYTES = 50_000_000;
const CALL = Buffer.from("a call that is in an archive\n");
const SYMBOLIC_LINK = 0o120777;
const UNIX = 3;

/** Thirty of them: bombs, ways out of the folder, links, and a hundred thousand entries; `outside`: a file that none may make. */
export function thirtyArchives(outside: string): readonly Archive[] {
  const zeros = Buffer.alloc(ZIPPED_BYTES);
  const bomb = gzipSync(Buffer.alloc(BOMB_BYTES));
  const names = ["../../escaped", "/tmp/../escaped", outside, "..\\..\\escaped", "C:\\escaped", "a/../../../escaped"];
  const ways = names.map((name) => name.slice(0, 99));
  const links = ["/etc/passwd", "../../../etc/passwd", outside, "."];
  const many = Object.fromEntries(Array.from({ length: ENTRIES }, (_, n) => [`${n}`, new Uint8Array(0)]));
  const zip = (files: Parameters<typeof zipSync>[0]) => Buffer.from(zipSync(files, { level: 6 }));
  const all: Archive[] = [
    ...ways.map((way, n) => ({ name: `zip-way-${n}`, ending: "zip" as const, bytes: zip({ [way]: CALL }) })),
    ...ways.map((way, n) => ({
      name: `tar-way-${n}`,
      ending: "tar" as const,
      bytes: tar([{ name: way, body: CALL }]),
    })),
    ...links.map((target, n) => ({ name: `zip-link-${n}`, ending: "zip" as const, bytes: zip(zippedLink(target)) })),
    ...links.flatMap((target, n) => [
      { name: `tar-link-${n}`, ending: "tar" as const, bytes: tar([{ name: "calls.csv", target, kind: "2" }]) },
      { name: `tar-hard-link-${n}`, ending: "tar" as const, bytes: tar([{ name: "calls.csv", target, kind: "1" }]) },
    ]),
    { name: "zip-many", ending: "zip", bytes: Buffer.from(zipSync(many, { level: 0 })) },
    { name: "gz-bomb", ending: "gz", bytes: bomb },
    { name: "gz-in-gz", ending: "gz", bytes: gzipSync(bomb) },
    { name: "zip-bomb", ending: "zip", bytes: zip({ "calls.csv": zeros }) },
    { name: "zip-in-zip", ending: "zip", bytes: zip({ "a.zip": zip({ "calls.csv": zeros }) }) },
    { name: "magic", ending: "7z", bytes: Buffer.from("377abcaf271c0004ffffffffffffffff", "hex") },
  ];
  return all.slice(0, 30);
}

function zippedLink(target: string): Parameters<typeof zipSync>[0] {
  return { "calls.csv": [Buffer.from(target), { os: UNIX, attrs: SYMBOLIC_LINK << 16 }] };
}

interface Entry {
  readonly name: string;
  readonly body?: Buffer;
  readonly target?: string;
  readonly kind?: "0" | "1" | "2";
}

/** As POSIX has it: a header of 512 bytes before each, and two empty ones behind. */
function tar(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(({ name, body = Buffer.alloc(0), target = "", kind = "0" }) => {
    const header = Buffer.alloc(512);
    const put = (at: number, text: string) => header.write(text, at, "latin1");
    put(0, name);
    put(100, "0000644\0");
    put(124, `${body.length.toString(8).padStart(11, "0")}\0`);
    put(148, " ".repeat(8));
    put(156, kind);
    put(157, target.slice(0, 99));
    put(257, "ustar\x0000");
    put(
      148,
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
    );
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}
