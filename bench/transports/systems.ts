import { join } from "node:path";
import { Journal, type Play, type Played } from "./players/player.ts";
import { PLAYS } from "./players/catalogue.ts";

// All telephone systems that are played, in a process of their own: `{"<way>": {port, folder, database}}`. Says what each source has to
// be told, then goes by what it is asked: how far it is, or to end and tell what it knows of its calls.
export interface Asked {
  readonly ask: "begin" | "now" | "end" | "leave";
}
export type Now = Readonly<Record<string, { readonly sent: number; readonly open: number }>>;
export type Known = Readonly<
  Record<string, { readonly at: readonly number[]; readonly promised: readonly number[]; readonly from: number }>
>;
export type Said =
  | { readonly told: Readonly<Record<string, Played["told"]>> }
  | { readonly now: Now }
  | { readonly known: Known };

const STEP_MS = 25;
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

async function hear({ ask }: Asked): Promise<void> {
  if (ask === "begin")
    stepping = setInterval(() => {
      for (const { played } of ways) played.player.step();
    }, STEP_MS);
  else if (ask === "now") say({ now: of(({ journal }) => ({ sent: journal.at.length, open: journal.open })) });
  else if (ask === "end") {
    clearInterval(stepping);
    await Promise.all(ways.map(({ played }) => played.player.finish()));
    say({ known: of(({ journal, from }) => ({ at: journal.at, promised: [...journal.promised], from })) });
  } else {
    clearInterval(stepping);
    await Promise.all(ways.map(async ({ played }) => await played.player.close()));
    process.disconnect();
  }
}

process.on("message", (asked: Asked) => void hear(asked));
say({ told: of(({ played }) => played.told) });
