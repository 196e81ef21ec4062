import { setTimeout as wait } from "node:timers/promises";
import { liesIn } from "../machine/networks.ts";
import type { Member, Proof } from "./member.ts";
import { placeOf } from "./place-of.ts";

/** Who comes to a port, and what guessing costs. */
export interface Callers {
  /** The one source whose user this is. null = nobody, told no more than that, and not at once. */
  find(sender: string, proof: Proof): Promise<Member | null>;
  /** Whether any source awaits this address; one that none does is counted. */
  awaits(sender: string): boolean;
  /** Whether this address was wrong so often in this minute that it is not asked. */
  isOver(sender: string): boolean;
}

const GUESSES_A_MINUTE = 20;
const GUESSERS = 10_000;
const SLOWED_MS = 1_000;

export function createCallers(members: ReadonlySet<Member>): Callers {
  let minute = 0;
  let wrong = new Map<string, number>();
  const now = () => {
    const at = Math.floor(performance.now() / 60_000);
    if (at !== minute) wrong = new Map();
    minute = at;
    return wrong;
  };
  return {
    async find(sender, proof) {
      if (!this.isOver(sender)) {
        // Every one is asked, so that the time does not tell which was nearly right.
        const found = [...members].filter((member) => member.isUser(proof) && maySend(member, sender));
        const [one] = found;
        if (found.length === 1 && one !== undefined) return one;
        for (const member of found) member.note("refused", "sender-disputed");
        if (found.length === 0) for (const member of members) member.note("stranger");
      }
      const [known, place] = [now(), placeOf(sender)];
      if (known.size < GUESSERS || known.has(place)) known.set(place, (known.get(place) ?? 0) + 1);
      await wait(SLOWED_MS);
      return null;
    },
    awaits(sender) {
      if ([...members].some((member) => maySend(member, sender))) return true;
      for (const member of members) member.note("stranger");
      return false;
    },
    isOver: (sender) => (now().get(placeOf(sender)) ?? 0) >= GUESSES_A_MINUTE,
  };
}

function maySend({ senders }: Member, sender: string): boolean {
  return senders.length === 0 || liesIn(sender, senders);
}
