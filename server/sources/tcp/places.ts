/** So many at once, and as many again that wait until one of them ends. */
export interface Places {
  /** Whether there is one now, or within the time that anybody waits. */
  take(): Promise<boolean>;
  /** Gives one back. */
  leave(): void;
  /** Nobody waits any more. */
  close(): void;
}

export function createPlaces(most: number, waitMs: number): Places {
  const waiting = new Set<(got: boolean) => void>();
  let taken = 0;
  let closed = false;
  return {
    async take() {
      if (closed || (taken >= most && waiting.size >= most)) return false;
      if (taken < most) {
        taken++;
        return true;
      }
      return await new Promise<boolean>((resolve) => {
        const settle = (got: boolean) => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(got);
        };
        const timer = setTimeout(() => settle(false), waitMs);
        waiting.add(settle);
      });
    },
    leave() {
      const [next] = waiting;
      // It goes on to whoever has waited longest.
      if (next === undefined) taken--;
      else next(true);
    },
    close() {
      closed = true;
      for (const settle of [...waiting]) settle(false);
    },
  };
}
