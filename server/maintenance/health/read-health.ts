import { join } from "node:path";
import { authorise, type Context, door } from "../../context.ts";
import type { HealthResult, HealthState } from "../../domain/health.ts";
import { reachOf } from "../../domain/permissions.ts";
import { listProcesses } from "../../store/processes.ts";
import { PRESENCE_MS } from "../presence.ts";
import { runChecks, worstOf } from "./run-checks.ts";

export interface ProcessView {
  readonly id: string;
  readonly name: string;
  readonly release: string;
  readonly machine: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly alive: boolean;
  readonly metricsPort: number | null;
}

export interface HealthView {
  readonly at: Date;
  /** null for whoever does not operate the installation: they see their companies' sources and nothing of the machine. */
  readonly installation: {
    readonly state: HealthState;
    readonly checks: readonly HealthResult[];
    readonly processes: readonly ProcessView[];
  } | null;
}

/** How the installation fares, by the same checks as `gallra doctor`. */
export async function readHealth(ctx: Context): Promise<HealthView> {
  authorise(ctx, "maintenance.see");
  const now = ctx.clock();
  if (reachOf(ctx.actor.profile) !== "installation") return { at: now, installation: null };
  const { home, release, certFile } = ctx.env;
  const site = { home, release, now, certFile: certFile ?? join(home, "tls", "certificate.pem"), installation: ctx };
  const [checks, processes] = await Promise.all([runChecks(site), listProcesses(door(ctx, "web")).catch(() => [])]);
  const views = processes.map((one) => ({ ...one, alive: now.getTime() - one.seenAt.getTime() < 3 * PRESENCE_MS }));
  return { at: now, installation: { state: worstOf(checks), checks, processes: worthTelling(views) } };
}

const ORDER = ["supervisor", "web", "worker", "collector"];

/** One that was killed and started again has a successor on its machine: what is missing is only what nothing replaced. */
function worthTelling(all: readonly ProcessView[]): ProcessView[] {
  const replaced = (gone: ProcessView) =>
    all.some(
      (one) => one.alive && one.name === gone.name && one.machine === gone.machine && one.startedAt > gone.seenAt,
    );
  return all
    .filter((one) => one.alive || !replaced(one))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name) || a.startedAt.getTime() - b.startedAt.getTime());
}
