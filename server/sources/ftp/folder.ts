import type { KeyObject } from "node:crypto";
import { nameMac } from "../files/fingerprint.ts";
import { byAge, FileRefused, isWanted, type SeenFile } from "../files/folder.ts";
import type { RemoteFolder } from "../files/remote-source.ts";
import { listFolder } from "./list.ts";
import { type FtpPlace, openRemote } from "./remote-file.ts";
import { type FtpSession, FtpRefusal, openSession, type SessionOptions, unlessRefused } from "./session.ts";

/** `key` makes what stands for a file's number. */
export function ftpFolder(options: SessionOptions & { readonly key: KeyObject }): RemoteFolder {
  const { settings, machine, key } = options;
  let session: FtpSession | null = null;
  let sizes = new Map<string, number>();
  const connected = async (): Promise<FtpPlace> => {
    if (session?.isOpen !== true) session = await openSession(options);
    return { machine, settings, session };
  };
  const pathOf = (name: string) => {
    const folder = session?.folder ?? settings.folder;
    return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
  };
  return {
    byName: true,
    async list() {
      const found = (await listAgain(connected)).filter(({ name }) => isWanted(name, settings.pattern));
      const seen = found.map(
        ({ name, size, modifiedMs, rough }): SeenFile => ({
          key: name,
          inode: nameMac(key, name),
          path: pathOf(name),
          size,
          modifiedMs,
          roughTime: rough,
        }),
      );
      sizes = new Map(seen.map((file) => [file.key, file.size]));
      return seen.sort(byAge);
    },
    open: async (file) => await openRemote(await connected(), pathOf(file.key), sizes.get(file.key) ?? 0),
    async remove(file, holds) {
      const place = await connected();
      const to = settings.after === "move" ? targetOf(pathOf, settings.moveTo, file) : null;
      await remove(place.session, file, to, holds);
    },
    async close() {
      session?.close();
      session = null;
    },
  };
}

/** A server closes a connection that was silent for long: that costs another one, and hinders nothing. */
async function listAgain(connected: () => Promise<FtpPlace>): ReturnType<typeof listFolder> {
  const place = await connected();
  const isFresh = await place.session.ask("NOOP").then(
    () => true,
    (error: unknown) => error instanceof FtpRefusal,
  );
  return await listFolder(isFresh ? place : await connected());
}

function targetOf(pathOf: (name: string) => string, moveTo = "", file: SeenFile): string {
  return moveTo.startsWith("/") ? `${moveTo}/${file.key}` : pathOf(`${moveTo}/${file.key}`);
}

async function remove(session: FtpSession, seen: SeenFile, to: string | null, holds: () => void): Promise<void> {
  const isAsSeen =
    (await number(session, "SIZE", seen.path)) === seen.size &&
    (seen.roughTime === true ||
      !session.features.has("MDTM") ||
      (await timeOf(session, seen.path)) === seen.modifiedMs);
  if (!isAsSeen) return;
  try {
    if (to === null) {
      holds();
      return void (await session.ask(`DELE ${seen.path}`));
    }
    // Most servers overwrite what has the name already.
    const free = (await number(session, "SIZE", to)) === null ? to : `${to}.${Date.now().toString(36)}`;
    await session.ask(`RNFR ${seen.path}`);
    holds();
    await session.ask(`RNTO ${free}`);
  } catch (error) {
    throw error instanceof FtpRefusal ? new FileRefused(error.message, { cause: error }) : error;
  }
}

async function number(session: FtpSession, command: "SIZE", path: string): Promise<number | null> {
  const reply = await session.ask(`${command} ${path}`).catch(unlessRefused);
  const found = /^213[ -]+(\d+)/.exec(reply?.message ?? "")?.[1];
  return found === undefined ? null : Number(found);
}

async function timeOf(session: FtpSession, path: string): Promise<number | null> {
  const reply = await session.ask(`MDTM ${path}`).catch(unlessRefused);
  const [, year, month, day, hour, minute, second, fraction] =
    /^213 +(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3}))?/.exec(reply?.message ?? "") ?? [];
  if (year === undefined) return null;
  const milliseconds = Number((fraction ?? "0").padEnd(3, "0"));
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
}
