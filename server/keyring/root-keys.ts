import { readNextRoot, readRoot } from "./root-files.ts";
import type { RootKey } from "./secrets.ts";

/**
 * The root keys that a process knows: the present one, and while a generation runs the next one too. Both stand in files of
 * the home, and are read again when something names another key.
 */
export interface Roots {
  /** The one that new keys are wrapped under. */
  readonly current: RootKey;
  /** The home whose secrets hold it; null for a key that is in memory alone. */
  readonly home: string | null;
  of(kid: string): RootKey | undefined;
  /** Forgets what the files do not hold any more. */
  refresh(): void;
}

export function rootsOf(first: RootKey, home: string | null): Roots {
  let current = first;
  let next: RootKey | null = null;
  const known = (kid: string) => [current, next].find((root) => root?.kid === kid) ?? undefined;
  const refresh = () => {
    if (home === null) return;
    current = readRoot(home);
    next = readNextRoot(home);
  };
  return {
    get current() {
      return current;
    },
    home,
    refresh,
    of(kid) {
      const found = known(kid);
      if (found !== undefined) return found;
      refresh();
      return known(kid);
    },
  };
}
