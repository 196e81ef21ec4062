/** Sources of one process that listen on the same address and port share it: the first opens it, the last closes it. */
export interface Ports {
  /** `key`: protocol, address and port. `open` gets the live set of whoever shares the port, to find the source of a sender. */
  join<M extends object>(key: string, member: M, open: OpenPort<M>): Promise<JoinedPort>;
}

export type OpenPort<M> = (members: ReadonlySet<M>) => Promise<{ close(): Promise<void> }>;

export interface JoinedPort {
  leave(): Promise<void>;
}

interface Shared {
  readonly members: Set<object>;
  readonly listener: Promise<{ close(): Promise<void> }>;
}

export function createPorts(): Ports {
  const shared = new Map<string, Shared>();
  // One after the other for a port, so that it is never opened while it is being closed.
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const done = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(
      key,
      done.catch(() => undefined),
    );
    return done;
  };
  return {
    join: (key, member, open) =>
      inTurn(key, async () => {
        const found = shared.get(key) ?? opened(open);
        shared.set(key, found);
        found.members.add(member);
        try {
          await found.listener;
        } catch (error) {
          shared.delete(key);
          throw error;
        }
        return {
          leave: () =>
            inTurn(key, async () => {
              if (!found.members.delete(member) || found.members.size > 0) return;
              shared.delete(key);
              await (await found.listener).close();
            }),
        };
      }),
  };
}

function opened<M extends object>(open: OpenPort<M>): Shared {
  const members = new Set<M>();
  return { members: members as Set<object>, listener: open(members) };
}
