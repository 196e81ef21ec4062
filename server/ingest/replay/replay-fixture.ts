import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import { addRawWork, listRawWork } from "../../store/raw-work.ts";
import { changeSource } from "../../store/sources.ts";
import { type IngestFixture, openIngestFixture } from "../ingest-fixture.ts";
import { type ReplayPace, runReplay } from "./run-replay.ts";

type Values = readonly { readonly role: string; readonly class?: string; readonly from: string }[];

const CALLING: Values = [{ role: "calling", from: "from" }];
const BOTH: Values = [...CALLING, { role: "called", from: "to" }];

function layoutOf(values: Values, duration: string, start = "at"): string {
  return JSON.stringify({
    kind: "delimited",
    delimiter: "semicolon",
    size: { from: 5, to: 5 },
    fields: { at: 1, talk: 2, from: 3, to: 4, ring: 5 },
    time: [{ of: "start", stamp: start, format: "iso" }],
    duration: { field: duration, format: "seconds" },
    values,
  });
}

/** For tests: one dialect as it was told first, without who was called; then with them; and with another column for the duration. */
export const FIRST = layoutOf(CALLING, "talk");
export const SECOND = layoutOf(BOTH, "talk");
export const OTHER_FACTS = layoutOf(BOTH, "ring");

export function lineOf(minute: number, from: string, to: string, day = "2026-06-15", last = "7"): string {
  return `${day} 09:${String(minute).padStart(2, "0")}:00;60;${from};${to};${last}\n`;
}

export const CALLERS = ["0701740605", "0701740606", "0701740607"];
export const CALLED = ["0701740615", "0701740616", "0701740617"];

export interface ReplayFixture extends IngestFixture {
  readonly source: number;
  readonly file: string;
  readBy(layout: string): Promise<void>;
  /** Asks for a replay and answers how it is run, once or again after a kill. */
  ask(layout: string, change?: { readonly driver?: string }): Promise<Asked>;
}

export interface Asked {
  readonly id: string;
  run(signal?: AbortSignal, pace?: ReplayPace): Promise<void>;
  counts(): Promise<Readonly<Record<string, number>> & { readonly state: string }>;
}

/** Where the last field holds a name, and the one before it another moment; then without names, begun at that other moment. */
export const NAMED = layoutOf([...CALLING, { role: "calling", class: "name", from: "ring" }], "talk");
export const MOVED = layoutOf(CALLING, "talk", "to");

interface Begun {
  readonly driver?: string;
  readonly layout?: string;
  readonly file?: string;
  readonly keepNames?: boolean;
}

/** A source that was read without who was called. `house`: an installation that is there; the company is another one in it. */
export async function openReplayFixture(
  t: { after(fn: () => Promise<void>): void },
  { driver: readBy = "delimited", layout: first = FIRST, file: sent, keepNames = false }: Begun = {},
  house?: IngestFixture,
): Promise<ReplayFixture> {
  const f = await (house === undefined ? openIngestFixture(t) : house.anew(t));
  const web = f.db.data("web");
  const source = await f.addSource(readBy, { options: readBy === "delimited" ? { layout: first } : {}, keepNames });
  const file = sent ?? CALLERS.map((from, at) => lineOf(at, from, CALLED[at] ?? "")).join("");
  await f.send(source, file);
  const work = async (id: string) => {
    const rows = await withCompany(web, f.companyId, (tx) => listRawWork(tx, f.companyId, { limit: 50 }));
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Error("no such work");
    return row;
  };
  return {
    ...f,
    source,
    file,
    readBy: async (layout) => {
      await withCompany(web, f.companyId, (tx) =>
        changeSource(tx, f.companyId, source, { driverOptions: { layout }, layoutId: null, layoutVersion: null }),
      );
      f.time.now = new Date(f.time.now.getTime() + 10_000);
    },
    ask: async (layout, { driver = "delimited" } = {}) => {
      const id = randomUUID();
      const of = { companyId: f.companyId, id, accountId: randomUUID(), kind: "replay", sourceId: source } as const;
      const period = { fromDay: "2026-06-01", toDay: "2026-06-30", createdAt: f.time.now, segmentsTotal: 1 };
      const by = { driver, driverOptions: driver === "delimited" ? { layout } : {} };
      await withCompany(web, f.companyId, (tx) => addRawWork(tx, { ...of, ...period, ...by }));
      return {
        id,
        run: (signal, pace = { segments: 16, restMs: 0 }) =>
          runReplay({ ...f.ctx, web }, { companyId: f.companyId, workId: id }, signal, pace),
        counts: async () => {
          const { counts, state } = await work(id);
          return { ...counts, state } as Awaited<ReturnType<Asked["counts"]>>;
        },
      };
    },
  };
}
