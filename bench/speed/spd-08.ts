import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { decideErasure, freezeSelection, requestErasure } from "#server/privacy/index.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { erasureById } from "#server/store/index.ts";
import { openPersonStage, type PersonStage } from "../erasure/person-stage.ts";
import { type Bench, type Figure, round } from "../figure.ts";

/** One person with 10,000 calls: until nobody can read them in any copy, and until every row is gone. */
export const bench: Bench = {
  id: "SPD-08",
  async run({ quick }): Promise<Figure[]> {
    const stage = await openPersonStage(quick ? 200 : 10_000, quick ? 16 : 118);
    try {
      await erase(stage, stage.first);
      return figuresOf(stage, await erase(stage, stage.number));
    } finally {
      await stage.close();
    }
  },
};

interface Times {
  readonly unreadableMs: number;
  readonly rowsGoneMs: number;
  readonly certificateMs: number;
  readonly outcome: string;
}

async function erase({ ctx, installation }: PersonStage, number: string): Promise<Times> {
  const { selectionId, rows } = await freezeSelection(ctx, { text: number });
  const { erasureId, state } = await requestErasure(ctx, { selectionId, reason: "bench of erasure", typedCount: rows });
  // A number in a tenth of the calls takes two persons; what is measured begins with the second one's word.
  if (state === "asked") await decideErasure(someoneElse(ctx), { erasureId, decision: "approve" });
  const started = performance.now();
  let rowsGoneMs = 0;
  const running = runErasure({
    ...installation,
    company: ctx.company,
    erasureId,
    inbox: { count: async () => 0, async *waiting() {} },
  });
  let over = false;
  running
    .finally(() => {
      over = true;
    })
    .catch(() => undefined);
  while (!over && rowsGoneMs === 0) {
    const row = await read(ctx, erasureId);
    if (row !== null && !BEFORE.has(row.state)) rowsGoneMs = performance.now() - started;
    await wait(10);
  }
  await running;
  const certificateMs = performance.now() - started;
  const done = await read(ctx, erasureId);
  const { before, destroyedAt, outcome } = (done?.detail ?? {}) as Record<string, string>;
  return {
    unreadableMs: new Date(destroyedAt ?? 0).getTime() - new Date(before ?? 0).getTime(),
    rowsGoneMs,
    certificateMs,
    outcome: outcome ?? "none",
  };
}

function someoneElse(ctx: PersonStage["ctx"]): PersonStage["ctx"] {
  return { ...ctx, actor: { ...ctx.actor, accountId: "00000000-0000-4000-8000-000000000002" } };
}

const BEFORE: ReadonlySet<string> = new Set(["waiting", "destroying", "deleting"]);

function read({ sql, company }: PersonStage["ctx"], erasureId: string) {
  if (sql.web === undefined) throw new Error("the bench has no door");
  return withCompany(sql.web, company.id, (tx) => erasureById(tx, company.id, erasureId));
}

function figuresOf(stage: PersonStage, times: Times): Figure[] {
  const detail = {
    calls: stage.calls,
    certificateSeconds: round(times.certificateMs / 1000),
    outcome: times.outcome,
  };
  const complete = times.outcome === "complete";
  return [
    {
      id: "SPD-08 unreadable",
      value: round(times.unreadableMs, 1),
      unit: "ms until no copy of the data cluster can be read",
      must: "< 50 ms",
      ok: complete && times.unreadableMs < 50,
      detail,
    },
    {
      id: "SPD-08 rows gone",
      value: round(times.rowsGoneMs / 1000),
      unit: "s until every row is gone",
      must: "< 5 s",
      ok: complete && times.rowsGoneMs < 5_000,
      detail,
    },
  ];
}
