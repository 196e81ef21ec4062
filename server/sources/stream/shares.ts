import type { Socket } from "node:net";

/** The connections of a port among the sources that share it, of several companies too. */
export interface Shares<M> {
  /** Whether there is room for one more of this source; it is given back when the socket closes. */
  take(member: M, socket: Pick<Socket, "once">): boolean;
}

/**
 * Half of the places are kept for all sources in equal parts, the other half is for whoever comes first: a source that is flooded,
 * or floods, leaves the others theirs, and one that is alone has them all.
 */
export function createShares<M extends object>(members: ReadonlySet<M>, most: number): Shares<M> {
  const held = new Map<M, number>();
  let all = 0;
  const keptFor = (member: M, part: number) => Math.max(0, part - (held.get(member) ?? 0));
  return {
    take(member, socket) {
      const part = members.size < 2 ? 0 : Math.max(1, Math.floor(most / 2 / members.size));
      let kept = 0;
      for (const other of members) if (other !== member) kept += keptFor(other, part);
      if (keptFor(member, part) === 0 && all + kept >= most) return false;
      held.set(member, (held.get(member) ?? 0) + 1);
      all++;
      socket.once("close", () => {
        all--;
        const left = (held.get(member) ?? 1) - 1;
        if (left > 0) held.set(member, left);
        else held.delete(member);
      });
      return true;
    },
  };
}
