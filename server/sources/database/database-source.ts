import { z } from "zod";
import { SourceTrouble } from "../problem.ts";
import { createPace } from "../pulled/pace.ts";
import { openPulled, type PulledDelivery } from "../pulled/pulled-delivery.ts";
import type { PollResult, Source } from "../source.ts";
import type { OpenOptions } from "../transport.ts";
import { connectTo } from "./connect-to.ts";
import type { DatabaseConnection } from "./engines/engine.ts";
import { engineOf } from "./engines/catalogue.ts";
import { before, isBehind } from "./overlap.ts";
import { readKeyed } from "./read-keyed.ts";
import { frameRow, leadOf } from "./row-frames.ts";
import type { RowKey } from "./select.ts";
import { createLookBack, type LookBack } from "./look-back.ts";
import type { DatabaseSettings } from "./settings.ts";

const ROWS_A_PAGE = 500;
/** Pages of one round: other sources wait meanwhile. */
const PAGES_A_ROUND = 8;

const RowPlace = z.object({ cursor: z.string(), tie: z.string().nullable() });

export type DatabaseOptions = Omit<OpenOptions<DatabaseSettings>, "ports"> & { readonly rowsAPage?: number };

interface Round {
  readonly options: DatabaseOptions;
  readonly delivery: PulledDelivery<RowKey>;
  readonly ending: AbortController;
  readonly back: LookBack;
  connection: DatabaseConnection | null;
  /** The furthest row that is safe. */
  high: RowKey | null;
  /** Where this pass stands: from a little before the furthest row to the end of the table. */
  pass: { readonly from: string | null; readonly after: RowKey | null } | null;
  pages: number;
  rows: number;
}

/** COL-07: a table or a query, read on by a cursor column, and a little of it again for what came late. */
export function createDatabaseSource(options: DatabaseOptions): Source {
  const { settings } = options;
  const { engine, host, port, database, dsn, table, query, cursorColumn, cursorKind, tieColumn } = settings;
  const question = { engine, host, port, database, dsn, table, query, cursorColumn, cursorKind, tieColumn };
  const delivery = openPulled(options, question, RowPlace);
  const ending = new AbortController();
  const round: Round = {
    options,
    delivery,
    ending,
    back: createLookBack(settings),
    connection: null,
    high: delivery.resumed,
    pass: null,
    pages: 0,
    rows: 0,
  };
  const pace = createPace(settings.everySeconds * 1_000);
  return {
    async poll(): Promise<PollResult> {
      if (!pace.isDue()) return { more: false, settled: true, problem: pace.problem() };
      try {
        for (let pages = 0; pages < PAGES_A_ROUND; pages++) {
          if (!(await readPage(round))) continue;
          round.back.ended();
          await hangUp(round);
          pace.settled();
          return { more: false, settled: true, problem: null };
        }
        return { more: true, settled: false, problem: null };
      } catch (error) {
        await hangUp(round);
        if (!(error instanceof SourceTrouble)) throw error;
        pace.failed(error.problem);
        return { more: false, settled: true, problem: error.problem };
      }
    },
    live: () => {
      const took = round.back.took();
      return { pages: round.pages, records: round.rows, lookBackMs: took === null ? null : Math.round(took) };
    },
    async close() {
      ending.abort();
      await hangUp(round);
    },
  };
}

/** Reads and delivers one page; answers whether it was the last one. */
async function readPage(round: Round): Promise<boolean> {
  const { options, delivery } = round;
  const { settings, framing, rowsAPage = ROWS_A_PAGE } = options;
  round.pass ??= { from: beginOf(round), after: null };
  round.connection ??= await connectTo({ ...options, signal: round.ending.signal });
  const page = { ...round.pass, rows: rowsAPage };
  const { columns, rows } = await readKeyed(round.connection, engineOf(settings).dialect, settings, page);
  round.pages++;
  const records = rows.map(({ key, cells }) => ({
    key: `${key.cursor}\0${key.tie ?? ""}`,
    bytes: frameRow(framing, columns, cells),
  }));
  const last = rows.at(-1)?.key ?? null;
  const high = furthest(settings, round.high, last);
  if (high !== null) round.rows += await delivery.take(records, high, leadOf(framing, columns));
  round.high = high;
  const isLast = rows.length < rowsAPage;
  round.pass = isLast ? null : { ...round.pass, after: last };
  return isLast;
}

function beginOf({ high, back, options: { settings } }: Round): string | null {
  const overlap = back.begin();
  if (high === null) return settings.startAt === "" ? null : settings.startAt;
  return before(settings.cursorKind, high.cursor, overlap);
}

/** Rows that were removed leave the place where it was. */
function furthest({ cursorKind }: DatabaseSettings, high: RowKey | null, last: RowKey | null): RowKey | null {
  if (high === null || last === null) return last ?? high;
  return isBehind(cursorKind, last.cursor, high.cursor) ? last : high;
}

async function hangUp(round: Round): Promise<void> {
  const { connection } = round;
  round.connection = null;
  await connection?.close();
}
