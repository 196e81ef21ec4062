import { createSocket } from "node:dgram";
import { isIP } from "node:net";
import type { SourceToCollect } from "#server/store/sources.ts";

/**
 * A listener goes with its address: where an address moves between machines, the collector that has it takes the source, and the one
 * that has it no longer lets go. A source of any other kind may be taken anywhere.
 */
export interface OwnAddresses {
  mayTake(key: string, row: Pick<SourceToCollect, "settings">): Promise<boolean>;
  mayKeep(key: string, row: Pick<SourceToCollect, "settings">): Promise<boolean>;
  /** Only what is still wanted is remembered. */
  forget(wanted: ReadonlyMap<string, unknown>): void;
}

/**
 * An address that nobody has is a mistake that the page of the source must tell, and only a holder can report: so often somebody takes
 * the source for a moment.
 */
export const TRY_EVERY_MS = 15_000;
export const TRY_MS = 2_500;

export function ownAddresses(isHere = canBind, now = () => performance.now()): OwnAddresses {
  const since = new Map<string, number>();
  const isAtHome = async (row: Pick<SourceToCollect, "settings">) => {
    const address = addressOf(row.settings);
    return address === null || (await isHere(address));
  };
  return {
    async mayTake(key, row) {
      if (await isAtHome(row)) {
        since.delete(key);
        return true;
      }
      const tried = since.get(key);
      if (tried !== undefined && now() - tried < TRY_EVERY_MS) return false;
      since.set(key, now());
      return tried !== undefined;
    },
    async mayKeep(key, row) {
      if (await isAtHome(row)) return true;
      return now() - (since.get(key) ?? Number.NEGATIVE_INFINITY) < TRY_MS;
    },
    forget(wanted) {
      for (const key of since.keys()) if (!wanted.has(key)) since.delete(key);
    },
  };
}

const EVERY = new Set(["0.0.0.0", "::"]);

/** The one address that a source listens on; null for a source that does not listen, or on every address. */
function addressOf({ address, mode }: SourceToCollect["settings"]): string | null {
  if (typeof address !== "string" || isIP(address) === 0 || EVERY.has(address) || mode === "connect") return null;
  return address;
}

/** Asked of the system itself: an address may be this machine's without standing on any of its interfaces. */
async function canBind(address: string): Promise<boolean> {
  const socket = createSocket(isIP(address) === 6 ? "udp6" : "udp4");
  return await new Promise((resolve) => {
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRNOTAVAIL"));
    socket.bind({ address, port: 0, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
