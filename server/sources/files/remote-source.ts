import type { OpenOptions } from "../transport.ts";
import type { PollResult, Source } from "../source.ts";
import { SourceTrouble } from "../problem.ts";
import { createFileSource } from "./file-source.ts";
import type { Folder, SeenFile } from "./folder.ts";
import type { RemoteRules } from "./remote-settings.ts";

/** A folder of another machine. It connects when it is asked for something, and again after a connection was lost. */
export interface RemoteFolder extends Folder {
  /**
   * Deletes or moves a file whose size and time are still the ones seen. Asks `holds` as the last thing before it does, and throws
   * what that throws; else FileRefused, SourceTrouble.
   */
  remove(file: SeenFile, holds: () => void): Promise<void>;
}

type Options = Omit<OpenOptions<RemoteRules>, "credentials" | "machine" | "ports">;

export function createRemoteSource(options: Options, folder: RemoteFolder): Source {
  const { settings, committed, holds = () => undefined } = options;
  const after =
    settings.after === "leave" || committed === undefined
      ? null
      : { committed, remove: (file: SeenFile) => folder.remove(file, holds) };
  const source = createFileSource({ ...options, rules: settings, folder, after });
  return paced(source, settings, folder);
}

/** A connection that would stand idle for longer is closed between looks. */
const KEPT_SECONDS = 120;
/** A user that was refused is tried again this rarely: some servers lock an account out, or an address. */
const REFUSED_MS = 300_000;

/** Looks as often as was asked for, and sooner while a file is on its way to rest. */
function paced(source: Source, rules: RemoteRules, folder: RemoteFolder): Source {
  let last: PollResult | null = null;
  let nextAt = Number.NEGATIVE_INFINITY;
  let refused: SourceTrouble | null = null;
  return {
    ...source,
    async poll() {
      if (performance.now() < nextAt) {
        if (refused !== null) throw refused;
        if (last !== null) return last;
      }
      refused = null;
      try {
        last = await source.poll();
      } catch (error) {
        last = null;
        nextAt = Number.NEGATIVE_INFINITY;
        await folder.close();
        if (error instanceof SourceTrouble && error.problem === "wrong-credentials") {
          refused = error;
          nextAt = performance.now() + REFUSED_MS;
        }
        throw error;
      }
      const seconds = last.settled ? rules.everySeconds : Math.min(rules.everySeconds, rules.restSeconds / 2);
      nextAt = last.more ? Number.NEGATIVE_INFINITY : performance.now() + seconds * 1000;
      if (!last.more && seconds > KEPT_SECONDS) await folder.close();
      return last;
    },
  };
}
