import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#db/testing/free-port.ts";
import { SHARED_HOME } from "#db/testing/shared-home.ts";
import { openTable, pinOf } from "./played.ts";
import { PLAYS } from "./players/catalogue.ts";
import { Journal, type Played } from "./players/player.ts";
import type { Stage } from "./stage.ts";
import { FOLDERS, playable, type Way, wantedOf } from "./ways.ts";

/** Calls in a file, a message, a page. */
export const AT_ONCE = 1_000;
/** Without a look at who reads, packets would be lost at once. */
const BETWEEN_PAUSES = 100;
const PAUSE_MS = 15;
const STUCK_MS = 600_000;

/** Every way in but RADIUS, each with a running source of its own, by which lines are sent that are known already. */
export interface Replay {
  readonly ways: readonly ReplayWay[];
  close(): Promise<void>;
}

interface ReplayWay {
  readonly way: Way;
  readonly source: number;
  /** All of them are handed over, and stand where the collector finds them, when it resolves. */
  send(lines: readonly string[]): Promise<void>;
}

export async function openReplay(stage: Stage): Promise<Replay> {
  const table = await openTable(stage);
  const database = { home: SHARED_HOME, name: table.database };
  const root = join(stage.home, "shared", "prov", "again");
  const closing: (() => Promise<void> | void)[] = [];
  const ways: ReplayWay[] = [];
  const close = async () => {
    for (const fn of closing) await fn();
    await table.close();
  };
  try {
    for (const way of [...playable(), ...FOLDERS].filter(({ joined }) => joined !== true)) {
      const journal = new GivenLines();
      const port = way.needs === "port" ? await freePort() : 0;
      const place = { port, folder: join(root, way.name.replaceAll(/\W/g, "-")), database, atOnce: AT_ONCE };
      const play = PLAYS[way.name];
      if (play === undefined) throw new Error(`nobody plays ${way.name}`);
      const played = await play(journal, place);
      closing.push(() => played.player.close());
      const known = { ...played.told, user: table.role, database: table.database };
      const pin = way.transport === "sftp" ? { pin: await pinOf(way, known) } : {};
      // In the company's own time zone, as the first source has it.
      const source = await stage.add({ ...wantedOf(way, { ...known, ...pin }, port), timeZone: null });
      ways.push({ way, source, send: (lines) => send(way, played, journal, lines) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ways, close };
}

async function send(way: Way, { player }: Played, journal: GivenLines, lines: readonly string[]): Promise<void> {
  journal.give(lines);
  let sent = 0;
  for (let since = performance.now(); journal.left > 0; ) {
    const before = journal.left;
    player.step();
    if (journal.left < before) {
      since = performance.now();
      sent++;
      if (sent % BETWEEN_PAUSES === 0) await wait(way.promise === "while-listening" ? PAUSE_MS : 0);
      continue;
    }
    // Nobody listens yet, or the line is full.
    if (performance.now() - since > STUCK_MS) throw new Error(`nobody takes what is sent again by ${way.name}`);
    await wait(5);
  }
  await player.flush?.();
}

/** Hands out lines that are there already, whatever number the call has. */
class GivenLines extends Journal {
  override readonly promised = new Nothing();
  #lines: string[] = [];

  constructor() {
    super(0);
  }

  get left(): number {
    return this.#lines.length - this.at.length;
  }

  give(lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(line);
  }

  override line(call: number): string {
    return this.#lines[call] ?? "";
  }
}

/** What was promised to whom is asked nobody here: a million calls by sixteen ways need no memory. */
class Nothing extends Set<number> {
  override add(): this {
    return this;
  }
}
