import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { currencyOfCountry } from "../../domain/money.ts";
import { type Limits, NO_LIMITS } from "../../domain/thresholds.ts";
import {
  listSortRuns,
  listSources,
  listThresholds,
  readSorting,
  type SortRunRow,
  type SortRunState,
  type ThresholdRow,
} from "../../store/index.ts";

export interface LimitsView extends Limits {
  readonly setAt: Date | null;
  readonly setByName: string | null;
}

export interface SortRunView {
  readonly runId: string;
  readonly state: SortRunState;
  /** Calls stored when it was asked for. */
  readonly total: number;
  readonly looked: number;
  /** Among those counted before, apart now. */
  readonly setApart: number;
  /** Apart before, among those counted now. */
  readonly putBack: number;
  /** Those, and calls that are apart for another reason. */
  readonly changed: number;
  /** The month it has come to. */
  readonly month: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly askedByName: string;
  readonly cancelling: boolean;
}

export interface ThresholdsView {
  readonly company: LimitsView;
  /** null: it goes by the company's. */
  readonly sources: readonly { readonly sourceId: number; readonly name: string; readonly limits: LimitsView | null }[];
  /** Of costs, ISO 4217. */
  readonly currency: string;
  /** Whether stored calls are still sorted by former limits. */
  readonly behind: boolean;
  /** The newest first. */
  readonly runs: readonly SortRunView[];
}

/** Below what the calls of this company are kept apart, and how the sorting of the past stands. */
export async function showThresholds(ctx: CompanyContext): Promise<ThresholdsView> {
  authoriseCompany(ctx, "processing.see");
  const { id, country } = ctx.company;
  const read = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => ({
      rows: await listThresholds(tx, id),
      sources: await listSources(tx, id),
      sorting: await readSorting(tx, id),
      runs: await listSortRuns(tx, id, 20),
    }),
    { readOnly: true },
  );
  const limits = new Map(read.rows.map((row) => [row.sourceId, limitsView(row)]));
  const done = read.runs.find((run) => run.state === "done")?.version ?? 0;
  return {
    company: limits.get(null) ?? { ...NO_LIMITS, setAt: null, setByName: null },
    sources: read.sources.map((source) => ({
      sourceId: source.id,
      name: source.name,
      limits: limits.get(source.id) ?? null,
    })),
    currency: read.sorting.currency ?? currencyOfCountry(country),
    behind: read.sorting.limitsVersion > done,
    runs: read.runs.map(runView),
  };
}

function limitsView(row: ThresholdRow): LimitsView {
  const { durationSeconds, ringSeconds, costCents, unanswered, internal, setAt, setByName } = row;
  return { durationSeconds, ringSeconds, costCents, unanswered, internal, setAt, setByName };
}

export function runView(run: SortRunRow): SortRunView {
  const { id, state, total, looked, setApart, putBack, changed, atId, cancelRequested } = run;
  const { createdAt, startedAt, finishedAt, askedByName } = run;
  return {
    ...{ runId: id, state, total, looked, setApart, putBack, changed, month: atId === null ? null : monthOfId(atId) },
    ...{ createdAt, startedAt, finishedAt, askedByName, cancelling: cancelRequested },
  };
}

/** Ids of calls begin with the milliseconds at which they started. */
export function monthOfId(id: string): string {
  const ms = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  return new Date(ms).toISOString().slice(0, -17);
}
