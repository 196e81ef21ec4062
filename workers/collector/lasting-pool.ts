import type { Sql } from "#db/clients.ts";

/** A pool that can be given up with all that waits in it for an answer, and is made anew at once. */
export interface LastingPool {
  /** Always the pool of the moment. */
  readonly sql: Sql;
  /** Rises with every pool given up. */
  readonly generation: number;
  giveUp(): void;
  close(): Promise<void>;
}

/**
 * A network that swallows packets ends no connection: a statement would wait for a quarter of an hour. Whoever knows that nothing
 * answers gives the pool up, and every statement in it fails at once.
 */
export function lastingPool(open: () => Sql): LastingPool {
  let current = open();
  let generation = 0;
  const sql = new Proxy(current, {
    apply: (_, self, args) => Reflect.apply(current as unknown as (...all: unknown[]) => unknown, self, args),
    get: (_, key) => Reflect.get(current, key),
  });
  return {
    sql,
    get generation() {
      return generation;
    },
    giveUp() {
      const old = current;
      current = open();
      generation++;
      void old.end({ timeout: 0 }).catch(() => undefined);
    },
    close: () => current.end({ timeout: 5 }),
  };
}
