import { createSecretKey } from "node:crypto";
import { SourceTrouble } from "../problem.ts";
import type { Source } from "../source.ts";
import { createFileSource } from "./file-source.ts";
import type { Folder, OpenFile } from "./folder.ts";
import type { TestSink } from "./sink-fixture.ts";

/** For tests: a folder's only file as it is at a look. */
export interface Look {
  readonly content: Buffer;
  /** Bytes as it was listed, and as it was opened: a file may have grown since. */
  readonly listed: number;
  readonly opened: number;
  /** What stands there once a piece longer than any head was read, or one of `after` bytes. */
  readonly becomes?: Buffer;
  readonly after?: number;
  /** What it is called by now. */
  readonly name?: string;
  /** The connection breaks once it was read. */
  readonly breaks?: boolean;
}

export interface OneFileOptions {
  readonly byName: boolean;
  readonly restSeconds: number;
  readonly inode: string;
}

/** A source that reads on from where the sink's deliveries stand. */
export function openOneFile(
  { sink, positions }: Pick<TestSink, "sink" | "positions">,
  { byName, restSeconds, inode }: OneFileOptions,
): { source: Source; poll(look: Look): ReturnType<Source["poll"]> } {
  let look: Look = { content: Buffer.alloc(0), listed: 0, opened: 0 };
  const opened: OpenFile = {
    async read(into, offset, length, position) {
      const bytesRead = look.content.copy(into, offset, position, Math.min(look.opened, position + length));
      const isAfter = look.after === undefined ? length > LONGER : length === look.after;
      if (isAfter && look.becomes !== undefined) look = { ...look, content: look.becomes, opened: look.becomes.length };
      return { bytesRead };
    },
    stat: async () => ({ size: look.opened, mtimeMs: 0 }),
    close: async () => undefined,
  };
  const folder: Folder = {
    byName,
    async list() {
      const seen = (name: string) => ({
        key: name,
        inode: name,
        path: `/${name}.csv`,
        modifiedMs: Date.now() + look.listed,
      });
      const file = { ...seen(look.name ?? inode), size: look.listed };
      return look.breaks === true ? [file, { ...seen(BREAKS), size: 1 }] : [file];
    },
    open: async ({ key }) => {
      if (key === BREAKS) throw new SourceTrouble("unreachable");
      return opened;
    },
    close: async () => undefined,
  };
  const source = createFileSource({
    rules: { mode: "tail", restSeconds },
    framing: { kind: "line" },
    key: createSecretKey(Buffer.alloc(32, 7)),
    known: [...positions.values()],
    sink,
    folder,
  });
  const poll = (now: Look) => {
    look = now;
    return source.poll();
  };
  return { source, poll };
}

const LONGER = 4096;
const BREAKS = "breaks";
