import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Box } from "../../keyring/index.ts";
import type { ExportPart } from "../../store/index.ts";

/** A part as it is named on disk: the attempt belongs to it, so that a worker thought dead overwrites nothing. */
function fileOf(folder: string, part: number, attempt: number): string {
  return join(folder, `${part}.${attempt}.part`);
}

function nameOf(part: number, attempt: number): string {
  return `${part}/${attempt}`;
}

/** A part as it will lie on disk; the plain bytes are not needed afterwards. */
export function sealPart(box: Box, { part, attempt }: PartName, plain: Buffer): Buffer {
  return box.sealPart(nameOf(part, attempt), plain);
}

/** Writes a sealed part; when this returns, file and name have reached the disk. */
export async function writePart(folder: string, { part, attempt }: PartName, sealed: Buffer): Promise<void> {
  const handle = await open(fileOf(folder, part, attempt), "w", 0o600);
  try {
    await handle.writeFile(sealed);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(folder);
}

type PartName = Pick<ExportPart, "part" | "attempt">;

/** The plain text of an export, part by part. Fails with AppError "corrupt" for a part that was changed or exchanged. */
export async function* readParts(folder: string, box: Box, parts: readonly ExportPart[]): AsyncGenerator<Buffer> {
  // One buffer for all that is read: a new one for each part waits, megabytes large, for a collection that comes late.
  let room = Buffer.alloc(0);
  for (const { part, attempt } of parts) {
    const handle = await open(fileOf(folder, part, attempt), "r");
    let plain: Buffer;
    try {
      const { size } = await handle.stat();
      if (size > room.length) room = Buffer.alloc(size);
      let length = 0;
      while (length < size) {
        const { bytesRead } = await handle.read(room, length, size - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      plain = box.openPart(nameOf(part, attempt), room.subarray(0, length));
    } finally {
      await handle.close();
    }
    yield plain;
  }
}

/** Line by line, so that no export has to fit into memory; bytes as latin1, for whoever looks for digits. */
export async function* eachLine(text: AsyncIterable<Buffer>, encoding: "latin1" | "utf8"): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of text) {
    const end = chunk.lastIndexOf(0x0a);
    if (end < 0) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]).toString(encoding);
    rest = Buffer.from(chunk.subarray(end + 1));
    yield* whole.split("\n");
  }
  if (rest.length > 0) yield rest.toString(encoding);
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** What a killed worker wrote and no checkpoint counts. */
export async function dropStrayParts(folder: string, parts: readonly ExportPart[]): Promise<void> {
  const counted = new Set(parts.map(({ part, attempt }) => `${part}.${attempt}.part`));
  for (const name of await readdir(folder)) {
    if (name.endsWith(".part") && !counted.has(name)) await rm(join(folder, name), { force: true });
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
