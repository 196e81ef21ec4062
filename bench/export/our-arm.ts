import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { MEMORY_FLAGS } from "#bin/bootstrap/flags.mjs";
import type { CompanyContext } from "#server/context.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { cancelExport } from "#server/privacy/cancel-export.ts";
import { freezeSelection } from "#server/privacy/freeze-selection.ts";
import { readExport } from "#server/privacy/list-exports.ts";
import { requestExport } from "#server/privacy/request-export.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { timed } from "../figure.ts";
import type { ExportDataset } from "./dataset.ts";

export interface Freezing {
  readonly ctx: CompanyContext;
  readonly selectionId: string;
  readonly seconds: number;
}

/** An administrator who has just proved the password freezes everything about the number. */
export async function freezeOnce(data: ExportDataset): Promise<Freezing> {
  const ctx: CompanyContext = {
    ...data.ctx,
    actor: {
      ...rightsOf("company-administrator"),
      accountId: null,
      name: "bench",
      resellerId: data.ctx.company.resellerId,
      companyId: data.ctx.company.id,
      sessionId: null,
      via: "cli",
      address: null,
      steppedUpAt: data.installation.clock(),
    },
  };
  let selectionId = "";
  const ms = await timed(async () => {
    const frozen = await freezeSelection(ctx, { text: data.number });
    if (frozen.rows !== data.hits) throw new Error(`${frozen.rows} of ${data.hits} calls were frozen`);
    selectionId = frozen.selectionId;
  });
  return { ctx, selectionId, seconds: ms / 1000 };
}

/** Rows a second from the waiting job to the ready file; the file is destroyed afterwards. */
export async function exportOnce(data: ExportDataset, frozen: Freezing): Promise<number> {
  const exportId = await ask(frozen);
  const ms = await timed(() => runExport(frozen.ctx, exportId));
  await finish(data, frozen, exportId);
  return data.hits / (ms / 1000);
}

async function ask({ ctx, selectionId }: Freezing): Promise<string> {
  const { exportId } = await requestExport(ctx, { selectionId, format: "csv-exact", otherParties: "clear" });
  return exportId;
}

async function finish(data: ExportDataset, { ctx }: Freezing, exportId: string): Promise<void> {
  const view = await readExport(ctx, { exportId });
  if (view.state !== "ready" || view.rowsDone !== data.hits) throw new Error(`${view.rowsDone} rows, ${view.state}`);
  await cancelExport(ctx, { exportId });
}

/** The same in a process of its own, started as the worker is, that does nothing else: this one has filled the tables. */
export async function peakOfWorker(
  data: ExportDataset,
  frozen: Freezing,
): Promise<{ readonly peakMb: number; readonly baseMb: number }> {
  const exportId = await ask(frozen);
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      ...(MEMORY_FLAGS["worker"] ?? []),
      join(import.meta.dirname, "export-child.ts"),
      data.ctx.company.slug,
      exportId,
    ],
    {
      env: { PATH: process.env["PATH"], GALLRA_HOME: data.db.home, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const said = text(child.stdout);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`the exporting process ended with ${code}`);
  await finish(data, frozen, exportId);
  return JSON.parse(await said) as { peakMb: number; baseMb: number };
}
