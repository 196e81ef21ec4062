import type { Sql } from "#db/clients.ts";

/** A database door whose process dies before its `left`-th transaction from now, 0 being the next one. */
export function dyingDoor(door: Sql, left: number): Sql {
  let alive = left;
  return new Proxy(door, {
    get: (target, key) => {
      const value = Reflect.get(target, key) as unknown;
      if (key !== "begin") return value;
      return (...given: unknown[]) => {
        if (--alive < 0) throw new Error(KILLED);
        return (value as (...args: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

/** Does it; answers whether it was killed. Whatever else went wrong is thrown. */
export async function diedDoing(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Error && error.message === KILLED) return true;
    throw error;
  }
}

const KILLED = "killed";
