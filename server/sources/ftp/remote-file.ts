import { FileRefused, type OpenFile } from "../files/folder.ts";
import { SourceTrouble } from "../problem.ts";
import { type Download, download } from "./download.ts";
import { FtpRefusal, type FtpSession, unlessRefused } from "./session.ts";
import type { FtpSettings } from "./settings.ts";
import type { Machine } from "../machine/machine.ts";

export interface FtpPlace {
  readonly machine: Machine;
  readonly settings: FtpSettings;
  readonly session: FtpSession;
}

/** What lies this far ahead is waited for rather than asked for anew; as much is kept of what was read. */
const NEAR = 262_144;

/**
 * A file that is read in order costs one transfer, whatever pieces it is asked for in. A place further off ends that transfer and
 * begins another one there (REST). null when there is no such file.
 */
export async function openRemote(place: FtpPlace, path: string, listedSize: number): Promise<OpenFile | null> {
  const { session } = place;
  const sizeOf = async (): Promise<number | null> => {
    const reply = await session.ask(`SIZE ${path}`);
    const size = Number(/^213[ -]+(\d+)/.exec(reply.message)?.[1] ?? Number.NaN);
    return Number.isSafeInteger(size) ? size : null;
  };
  let size = session.features.has("SIZE") ? await sizeOf().catch(unlessMissing) : listedSize;
  if (size === "missing") return null;
  const reading = reader(place, path);
  return {
    read(into, offset, length, position) {
      // Behind the name may stand another file by now.
      size = null;
      return reading.read(into, offset, length, position);
    },
    async stat() {
      const now = size ?? (session.features.has("SIZE") ? await sizeOf().catch(unlessRefused) : null);
      // Before anything was read it was asked for a moment ago.
      size = null;
      return { size: typeof now === "number" ? now : listedSize, mtimeMs: 0 };
    },
    close: () => reading.end(),
  };
}

function unlessMissing(error: unknown): "missing" | null {
  if (error instanceof FtpRefusal) return error.code === 550 ? "missing" : null;
  throw error;
}

function reader(place: FtpPlace, path: string): Pick<OpenFile, "read"> & { end(): Promise<void> } {
  let running: Download | null = null;
  let kept = Buffer.alloc(0);
  let keptFrom = 0;
  let endsAt: number | null = null;
  const begin = async (position: number) => {
    await running?.end();
    kept = Buffer.alloc(0);
    const from = await begun(place, path, position);
    running = from.download;
    keptFrom = from.at;
    endsAt = null;
  };
  const keptTo = () => keptFrom + kept.length;
  const isNear = (position: number) =>
    running !== null && position >= keptFrom && (position < keptTo() + NEAR || endsAt !== null);
  return {
    async read(into, offset, length, position) {
      if (!isNear(position)) await begin(position);
      while (position >= keptTo() && endsAt === null) {
        const chunk = (await running?.next()) ?? null;
        if (chunk === null) endsAt = keptTo();
        else {
          const rest = kept.subarray(Math.max(0, kept.length - NEAR));
          keptFrom = keptTo() - rest.length;
          kept = Buffer.concat([rest, chunk]);
        }
      }
      const at = position - keptFrom;
      const bytesRead = Math.max(0, Math.min(length, kept.length - at));
      if (bytesRead > 0) kept.copy(into, offset, at, at + bytesRead);
      return { bytesRead };
    },
    async end() {
      await running?.end();
      running = null;
    },
  };
}

/** From the place asked for; from the start where the server cannot restart. */
async function begun(
  { session, ...place }: FtpPlace,
  path: string,
  position: number,
): Promise<{ download: Download; at: number }> {
  const command = `RETR ${path}`;
  try {
    return { download: await download(place, session, command, position), at: position };
  } catch (error) {
    if (!(error instanceof FtpRefusal)) throw error;
    if (position > 0 && CANNOT.has(error.code)) return { download: await download(place, session, command), at: 0 };
    if (error.code === 425 || error.code === 421) throw new SourceTrouble("unreachable", error);
    throw new FileRefused(error.message, { cause: error });
  }
}

/** Not implemented, in the server's words. */
const CANNOT: ReadonlySet<number> = new Set([500, 501, 502, 504]);
