import { readFileSync } from "node:fs";
import { z } from "zod";
import { writeSecret } from "#db/secret-file.ts";
import { ContactInput } from "#server/edge/protocol/index.ts";
import { timeOrderedId } from "#server/inbox/index.ts";
import type { SourceProblem } from "#server/sources/index.ts";
import { fileOf } from "./edge-home.ts";

type Told = ContactInput["sessions"][number];
interface Session {
  id: string;
  sourceId: number;
  files: number;
  errors: number;
  outcome: Told["outcome"];
  problem: SourceProblem | null;
}

const Kept = z.array(ContactInput.shape.sessions.element);
const QUIET_MS = 60_000;
const LONGEST_MS = 3_600_000;
/** Of those that ended while the portal was away: counts of the oldest are forgotten first. */
const MOST_UNTOLD = 500;

/**
 * The transfer sessions of this edge (COL-14). The portal counts bytes and frames itself, from the segments that it takes. Whatever it
 * has not heard the end of is on disk: what was open when this process ended is told as interrupted by the next one.
 */
export class Sessions {
  readonly #file: string;
  readonly #current = new Map<number, { session: Session; startedAt: number; lastAt: number }>();
  readonly #untold = new Map<string, Session>();

  constructor(home: string) {
    this.#file = fileOf(home, "sessions.json");
    for (const kept of readKept(this.#file))
      this.#untold.set(kept.id, { ...kept, outcome: kept.outcome ?? "interrupted" });
  }

  /** The session under way of a source; begins one. */
  current(sourceId: number): string {
    const now = performance.now();
    const known = this.#current.get(sourceId);
    if (known !== undefined && now - known.lastAt < QUIET_MS && now - known.startedAt < LONGEST_MS) {
      known.lastAt = now;
      return known.session.id;
    }
    if (known !== undefined) this.end(sourceId, "done", null);
    const session: Session = { id: timeOrderedId(), sourceId, files: 0, errors: 0, outcome: null, problem: null };
    this.#current.set(sourceId, { session, startedAt: now, lastAt: now });
    this.#untold.set(session.id, session);
    this.#keep();
    return session.id;
  }

  /** Of the session under way. A file is met before anything of it has come: it begins one. */
  add(sourceId: number, what: "files" | "errors", count: number): void {
    if (what === "files") this.current(sourceId);
    const known = this.#current.get(sourceId);
    if (known === undefined) return;
    known.session[what] += count;
    this.#untold.set(known.session.id, known.session);
  }

  /** What a person can mend: the session names it, and begins with it where nothing came besides. */
  tell(sourceId: number, why: SourceProblem): void {
    this.current(sourceId);
    const known = this.#current.get(sourceId);
    if (known !== undefined) known.session.problem = why;
  }

  /** Ends what has become quiet. */
  tick(sourceId: number): void {
    const known = this.#current.get(sourceId);
    if (known !== undefined && performance.now() - known.lastAt >= QUIET_MS) this.end(sourceId, "done", null);
  }

  end(sourceId: number, outcome: "done" | "interrupted" | "failed", problem: SourceProblem | null): void {
    const known = this.#current.get(sourceId);
    if (known === undefined) return;
    this.#current.delete(sourceId);
    Object.assign(known.session, { outcome, problem: problem ?? known.session.problem });
    this.#untold.set(known.session.id, known.session);
    const oldest = this.#untold.size > MOST_UNTOLD ? this.#untold.keys().next().value : undefined;
    if (oldest !== undefined) this.#untold.delete(oldest);
    this.#keep();
  }

  /** What the portal has not heard; `heard` once it has. */
  untold(): { readonly sessions: Told[]; heard(): void } {
    const sent = [...this.#untold.values()].map((session) => ({ ...session }));
    return {
      sessions: sent,
      heard: () => {
        for (const one of sent) {
          const now = this.#untold.get(one.id);
          if (now !== undefined && JSON.stringify(now) === JSON.stringify(one)) this.#untold.delete(one.id);
        }
        if (sent.some(({ outcome }) => outcome !== null)) this.#keep();
      },
    };
  }

  #keep(): void {
    const open = [...this.#current.values()].map(({ session }) => [session.id, session] as const);
    try {
      writeSecret(this.#file, `${JSON.stringify([...new Map([...this.#untold, ...open]).values()])}\n`);
    } catch {
      // Counts alone: a full disk shows where calls are written, and these must hinder none.
    }
  }
}

/** The first time there is none; of a damaged one the counts are lost, and nothing else. */
function readKept(file: string): Told[] {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, "utf8"))).slice(-MOST_UNTOLD);
  } catch {
    return [];
  }
}
