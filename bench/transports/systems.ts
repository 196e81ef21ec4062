import { join } from "node:path";
import { setImmediate as letOthersGo } from "node:timers/promises";
import { Journal, type Play, type Played } from "./players/player.ts";
import { PLAYS } from "./players/catalogue.ts";

// All telephone systems that are played, in a process of their own: `{"<way>": {port, folder, database}}`. Says what each source has to
// be told, then goes by what it is asked: how far it is, or to end and tell what it knows of its calls.
export interface Asked {
  /** `burst`: many calls at once, and one every other millisecond until `now` is asked; none after it before `begin` is. */
  readonly ask: "begin" | "burst" | "now" | "end" | "leave";
  /** With `now`: the moment that is asked about, by the clock of the machine. */
  readonly at?: number;
}
/** `last`: the number of the last call until then, among all systems; `unanswered`: those until then that were promised nothing yet. */
export type Now = Readonly<Record<string, { readonly last: number; readonly unanswered: number }>>;
export type Known = Readonly<Record<string, KnownOf>>;
interface KnownOf extends Pick<Journal, "at" | "odd"> {
  readonly promised: readonly number[];
  readonly from: number;
}
export type Said =
  | { readonly told: Readonly<Record<string, Played["told"]>> }
  | { readonly now: Now }
  | { readonly burst: true }
  | { readonly known: Known };

const STEP_MS = 50;
const BURST_STEP_MS = 2;
/** As when a queue of callers is sent away: more than is on disk in a moment. */
const A_BURST = 25;
/** Calls of a way, whose seconds are their own: what is played for two hours. */
export const CALLS_EACH = 300_000;

interface Way {
  readonly name: string;
  readonly journal: Journal;
  readonly played: Played;
  readonly from: number;
}

const places = JSON.parse(process.argv[2] ?? "{}") as Record<string, { port: number; folder: string }>;
const database = JSON.parse(process.argv[3] ?? "null") as { home: string; name: string } | null;
const ways: Way[] = [];
for (const [index, [name, place]] of Object.entries(places).entries()) {
  const play: Play | undefined = PLAYS[name];
  if (play === undefined) throw new Error(`nobody plays ${name}`);
  const from = index * CALLS_EACH;
  const journal = new Journal(from);
  const folder = join(place.folder, name.replaceAll(/\W/g, "-"));
  ways.push({ name, journal, from, played: await play(journal, { port: place.port, folder, database }) });
}

let stepping: NodeJS.Timeout | undefined;
const say = (said: Said) => process.send?.(said);
const of = <T>(pick: (way: Way) => T) => Object.fromEntries(ways.map((way) => [way.name, pick(way)]));

function step(): void {
  for (const { played } of ways) played.player.step();
}

async function hear({ ask, at = Date.now() }: Asked): Promise<void> {
  clearInterval(stepping);
  if (ask === "begin") stepping = setInterval(step, STEP_MS);
  else if (ask === "burst") {
    for (let n = 0; n < A_BURST; n++) {
      step();
      // What one system writes must not wait for all others.
      await letOthersGo();
    }
    stepping = setInterval(step, BURST_STEP_MS);
    say({ burst: true });
  } else if (ask === "now")
    say({
      now: of(({ journal, from }) => {
        const last = journal.at.findLastIndex((sent) => sent <= at);
        return {
          last: from + last,
          unanswered: last + 1 - [...journal.promised].filter((call) => call <= last).length,
        };
      }),
    });
  else if (ask === "end") {
    await Promise.all(ways.map(({ played }) => played.player.finish()));
    say({
      known: of(({ journal, from }) => ({ at: journal.at, promised: [...journal.promised], odd: journal.odd, from })),
    });
  } else {
    await Promise.all(ways.map(async ({ played }) => await played.player.close()));
    process.disconnect();
  }
}

process.on("message", (asked: Asked) => void hear(asked));
say({ told: of(({ played }) => played.told) });
