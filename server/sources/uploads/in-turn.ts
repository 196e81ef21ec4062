/** One after the other, whatever becomes of each. */
export interface InTurn {
  <T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once all that was begun is over. */
  idle(): Promise<void>;
}

export function inTurn(): InTurn {
  let turn: Promise<unknown> = Promise.resolve();
  const run = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  return Object.assign(run, { idle: async () => void (await turn) });
}
