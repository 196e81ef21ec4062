import { z } from "zod";
import { authorise, type Company, type Context, door } from "../context.ts";
import { reachOf } from "../domain/permissions.ts";
import { shownCompanies } from "../store/companies.ts";
import { judge } from "./alarms/judge.ts";
import { readState } from "./read-state.ts";

export const CompaniesOverviewInput = z.strictObject({
  /** The company after which the page begins, as `next` gave it. */
  after: z.int().positive().optional(),
  limit: z.int().min(1).max(50).default(25),
});
export type CompaniesOverviewInput = z.infer<typeof CompaniesOverviewInput>;

export interface CompanyHealth {
  readonly id: number;
  readonly name: string;
  readonly sources: number;
  readonly running: number;
  /** Calls of the last 24 hours. */
  readonly calls: number;
  readonly lastAt: Date | null;
  readonly bad: number;
  readonly warnings: number;
}

const DAY_MS = 86_400_000;

/** The health of the companies within reach, by name: sources and alarms as counts, never a number. */
export async function readCompaniesOverview(
  ctx: Context,
  input: z.input<typeof CompaniesOverviewInput>,
): Promise<{ companies: readonly CompanyHealth[]; total: number; next: number | null }> {
  authorise(ctx, "company.see");
  const { after, limit } = CompaniesOverviewInput.parse(input);
  const all = await reached(ctx);
  const left = after === undefined ? all : all.slice(all.findIndex(({ id }) => id === after) + 1);
  const page = left.slice(0, limit);
  const companies: CompanyHealth[] = [];
  for (const company of page) companies.push(await healthOf(ctx, company));
  return { companies, total: all.length, next: left.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

async function reached(ctx: Context): Promise<Company[]> {
  const reach = reachOf(ctx.actor.profile);
  if (reach !== "installation" && reach !== "reseller") return [];
  if (reach === "reseller" && ctx.actor.resellerId === null) return [];
  const filter = reach === "reseller" && ctx.actor.resellerId !== null ? { resellerId: ctx.actor.resellerId } : {};
  const found = await shownCompanies(door(ctx, "web"), filter);
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}

async function healthOf(ctx: Context, company: Company): Promise<CompanyHealth> {
  const since = new Date(ctx.clock().getTime() - DAY_MS);
  const state = await readState({ ...ctx, company }, since);
  const alarms = judge(state, (permission) => ctx.actor.permissions.has(permission));
  const newest = state.sources.map(({ lastAt }) => lastAt).filter((at) => at !== null);
  return {
    id: company.id,
    name: company.name,
    sources: state.sources.length,
    running: state.sources.filter((source) => source.state === "running").length,
    calls: state.traffic.reduce((sum, row) => sum + Number(row.calls), 0),
    lastAt: newest.sort((a, b) => b.getTime() - a.getTime())[0] ?? null,
    bad: alarms.filter(({ level }) => level === "bad").length,
    warnings: alarms.filter(({ level }) => level === "warn").length,
  };
}
