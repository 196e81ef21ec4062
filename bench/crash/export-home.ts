import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { cancelExport } from "#server/privacy/cancel-export.ts";
import { multiply } from "#server/privacy/export/many-calls-fixture.ts";
import { fetchExport, issueExportLink } from "#server/privacy/fetch-export.ts";
import { freezeSelection } from "#server/privacy/freeze-selection.ts";
import { readExport } from "#server/privacy/list-exports.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { requestExport } from "#server/privacy/request-export.ts";
import { forgetTheDead, startVictim, takeMark } from "./victim.ts";

export const EXPORT_POINTS = [
  "export-part-synced",
  "export-checkpointed",
  "export-before-ready",
  "export-at-cancel",
] as const;
type ExportPoint = (typeof EXPORT_POINTS)[number];

/** Every point so many times; what is wrong with the files, and points at which the worker did not die. */
export async function killExports(times: number): Promise<{ wrong: number; calls: number; missed: ExportPoint[] }> {
  const desk = await openExportHome();
  const missed: ExportPoint[] = [];
  let wrong = 0;
  try {
    for (let time = 0; time < times; time++) {
      for (const point of EXPORT_POINTS) {
        let came = await desk.dieAt(point);
        for (let tries = 1; came === "too late" && tries < TRIES; tries++) came = await desk.dieAt(point);
        if (came === "too late") throw new Error("every export was written before it could be cancelled");
        wrong += came.wrong;
        if (!came.died) missed.push(point);
      }
    }
  } finally {
    await desk.close();
  }
  return { wrong, calls: CALLS, missed };
}

interface ExportHome {
  /**
   * Lets the worker die at a point of an export, and another one go on. Answers what is wrong with what came of it; or "too late" when
   * the export to be cancelled in its midst was ready by then.
   */
  dieAt(point: ExportPoint): Promise<{ readonly died: boolean; readonly wrong: number } | "too late">;
  close(): Promise<void>;
}

const CALLS = 6_000;
const NUMBER = "+46701740605";
const PATIENCE_MS = 180_000;
const TRIES = 5;
const DAY_MS = 86_400_000;

/** A home with one number and its calls, whose exports a real worker writes. */
async function openExportHome(): Promise<ExportHome> {
  const closers: (() => Promise<void>)[] = [];
  const fixture = await openPrivacyFixture({ after: (close) => void closers.push(close) });
  fixture.time.now = new Date();
  const { home } = fixture.db;
  writeFileSync(join(home, "secrets", "collector.key"), "c".repeat(43), { mode: 0o600 });
  const at = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2);
  await fixture.store([{ at, extension: "3000", parties: [{ role: "calling", class: "phone", text: NUMBER }] }]);
  await multiply(fixture, CALLS - 1);
  await withCompany(fixture.db.data("owner"), fixture.companyId, (tx) => tx`analyze data.party, data.call_record`);
  const ctx = fixture.as("company-administrator");
  const mark = join(home, "fault-mark");

  const ask = async () => {
    fixture.time.now = new Date();
    const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
    return (await requestExport(ctx, { selectionId, format: "csv-exact" })).exportId;
  };
  const until = async (exportId: string, over: (state: string, rows: number) => boolean) => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(20)) {
      const view = await readExport(ctx, { exportId });
      if (over(view.state, view.rowsDone)) return;
    }
  };
  /** Whether a worker was at it: only what is over at once is cleaned, and noted, by whoever cancels. */
  const cancelled = async (exportId: string): Promise<boolean> => {
    await until(exportId, (state) => state !== "waiting");
    await cancelExport(ctx, { exportId });
    const [row] = await withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) => tx`select cleaned_at from data.export_job where company_id = ${fixture.companyId} and id = ${exportId}`,
    );
    return row?.["cleaned_at"] === null;
  };
  return {
    async dieAt(point) {
      const exportId = await ask();
      await forgetTheDead(fixture.db);
      const victim = startVictim(home, "worker", { name: point, mark });
      if (point === "export-at-cancel" && !(await cancelled(exportId))) {
        await victim.kill();
        return "too late";
      }
      const signal = await Promise.race([victim.died, wait(PATIENCE_MS, undefined, { ref: false })]);
      const died = signal === "SIGKILL" && takeMark(mark);
      await victim.kill();
      await forgetTheDead(fixture.db);
      const other = startVictim(home, "worker");
      try {
        if (point === "export-at-cancel") {
          await other.ready;
          const folder = join(home, "exports", exportId);
          // A job of its own clears away, soon after the start.
          for (const end = Date.now() + PATIENCE_MS; leftOver(folder) > 0 && Date.now() < end; ) await wait(250);
          return { died, wrong: leftOver(folder) };
        }
        await until(exportId, (state) => state !== "waiting" && state !== "running");
        const { token } = await issueExportLink(ctx, { exportId });
        const file = await fetchExport(ctx, { exportId, token });
        return { died, wrong: wrongRows((await buffer(file.stream)).toString()) };
      } finally {
        await other.kill();
      }
    },
    async close() {
      for (const close of closers) await close();
    },
  };
}

/** Rows that are missing, and rows that are there twice. */
function wrongRows(text: string): number {
  const ids = text
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.slice(0, 36));
  const unique = new Set(ids).size;
  return CALLS - unique + (ids.length - unique);
}

function leftOver(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length + 1 : 0;
}
