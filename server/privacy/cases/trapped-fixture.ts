import type { Sql } from "#db/clients.ts";
import type { CaseWork } from "./slices-of-case.ts";

type Doors = Pick<CaseWork, "keyring" | "sql">;

/** For tests: a process that dies before the question that holds these words, the `nth` time it is asked. */
export function dying<T extends Doors>(work: T, words: string, nth = 1): T {
  return trapped(work, { words, nth }, () => {
    throw new Error("killed");
  });
}

export interface Paused<T> {
  readonly work: T;
  /** Resolves when the process stands before the question. */
  readonly there: Promise<void>;
  readonly goOn: () => void;
}

/** For tests: a process that stands still before the question that holds these words, one asked of the data cluster. */
export function pausing<T extends Doors>(work: T, words: string, nth = 1): Paused<T> {
  const there = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const waits = trapped(work, { words, nth }, () => {
    there.resolve();
    return gate.promise;
  });
  return { work: waits, there: there.promise, goOn: gate.resolve };
}

/** For tests: the process does this besides, before it asks the question that holds these words. */
export function trapped<T extends Doors>(
  work: T,
  { words, nth = 1 }: { readonly words: string; readonly nth?: number },
  act: () => Promise<void> | void,
): T {
  let left = nth;
  const trap = (sql: Sql | undefined): Sql => {
    if (sql === undefined) throw new Error("the door is open in tests");
    return new Proxy(sql, {
      apply(target, self, given: [unknown, ...never[]]) {
        const ask = () => Reflect.apply(target, self, given) as unknown;
        if (!Array.isArray(given[0]) || !given[0].join("").includes(words) || --left !== 0) return ask();
        const before = act();
        return before === undefined ? ask() : before.then(ask);
      },
      get(target, key, self) {
        const value = Reflect.get(target, key, self) as unknown;
        if (key !== "begin" || typeof value !== "function") return value;
        return (...given: unknown[]) =>
          Reflect.apply(
            value,
            target,
            given.map((one) =>
              typeof one === "function" ? (tx: Sql) => (one as (tx: Sql) => unknown)(trap(tx)) : one,
            ),
          );
      },
    });
  };
  const { web, keeper } = work.keyring.sql;
  return {
    ...work,
    sql: { ...work.sql, web: trap(work.sql.web), keeper: trap(work.sql.keeper) },
    keyring: { ...work.keyring, sql: { ...work.keyring.sql, web: trap(web), keeper: trap(keeper) } },
  };
}
