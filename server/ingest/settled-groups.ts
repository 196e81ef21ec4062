import type { JoinCounts, StoreBatch, StoreRecord } from "../store/batch.ts";
import type { Drafts, StoredLeg } from "./draft.ts";

type Counts = { -readonly [K in keyof JoinCounts]: JoinCounts[K] };
type Totals = Omit<Counts, "sessionId">;

/**
 * Of a batch made from legs that waited or from lines tried again: those that go, and what those of each transfer session came
 * to. `stored` has the records by the place of their draft; one that is missing was stored already.
 */
export function settledGroups(
  { groups, again }: Pick<Drafts, "groups" | "again">,
  stored: ReadonlyMap<number, StoreRecord | undefined>,
): Pick<StoreBatch, "join" | "again"> {
  const sessions = new Map<string, Counts>();
  const totals = none();
  const lines: StoredLeg[] = [];
  for (const { legs, first, records, nothing } of groups ?? []) {
    const places = legs.flatMap(({ stored: place }) => (place === undefined ? [] : [place]));
    lines.push(...places);
    for (let at = 0; at < Math.max(places.length, records); at++) {
      const place = places[Math.min(at, places.length - 1)];
      if (place === undefined) continue;
      const what = at < records ? stored.get(first + at) : nothing === true ? "filtered" : "joined";
      for (const counts of [totals, countsOf(sessions, place.sessionId)]) {
        if (counts === null) continue;
        if (at < places.length) counts.legs++;
        count(counts, what);
      }
    }
  }
  const counted = [...sessions.values()];
  if (again !== undefined) return { join: null, again: { ...again, lines, sessions: counted, totals } };
  return { join: lines.length === 0 ? null : { legs: lines, sessions: counted } };
}

function count(counts: Totals, what: StoreRecord | "filtered" | "joined" | undefined): void {
  if (what === "filtered" || what === "joined") counts[what]++;
  else if (what === undefined) counts.duplicates++;
  else {
    counts.records++;
    if (what.late !== 0) counts.late++;
  }
}

function countsOf(sessions: Map<string, Counts>, sessionId: string | null): Counts | null {
  if (sessionId === null) return null;
  const known = sessions.get(sessionId) ?? { sessionId, ...none() };
  sessions.set(sessionId, known);
  return known;
}

function none(): Totals {
  return { records: 0, duplicates: 0, late: 0, joined: 0, filtered: 0, legs: 0 };
}
