import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { type CompanyRow, listCompanies } from "../../store/companies.ts";
import { companiesToWatch } from "../../store/guards.ts";
import { watchCompany } from "./note-alarms.ts";

/** How the guards of an installation stand. Which company it is stands nowhere in it. */
export interface GuardFigures {
  /** Companies that may have something to judge. */
  readonly companies: number;
  /** As far as the time went. */
  readonly looked: number;
  readonly failed: number;
  /** Sources, and companies as a whole, that are silent. */
  readonly silent: number;
  /** Sources of which frames are missing. */
  readonly missing: number;
}

/** Judges every company that has something to judge, and writes down what began and what ended. */
export async function watchAll(
  installation: Installation,
  { signal, mostMs = Number.POSITIVE_INFINITY }: { readonly signal?: AbortSignal; readonly mostMs?: number } = {},
): Promise<GuardFigures> {
  const until = performance.now() + mostMs;
  const companies = await watched(installation);
  const figures = { companies: companies.length, looked: 0, failed: 0, silent: 0, missing: 0 };
  for (const company of companies) {
    signal?.throwIfAborted();
    if (performance.now() > until) break;
    try {
      figures.looked++;
      const { alarms, raised, ended } = await watchCompany(installation, company);
      for (const { kind } of alarms) figures[kind === "frames-missing" ? "missing" : "silent"]++;
      if (raised + ended > 0) installation.log.info("guard.noted", { company: company.id, raised, ended });
    } catch (error) {
      figures.failed++;
      installation.log.error("guard.failed", { company: company.id, ...errorFields(error) });
    }
  }
  return figures;
}

/** The worker asks which companies have anything to judge; a process without that door asks each of them. */
async function watched(installation: Installation): Promise<CompanyRow[]> {
  const companies = await listCompanies(door(installation, "web"));
  const { keeper } = installation.sql;
  if (keeper === undefined) return companies;
  const asked = new Set(await companiesToWatch(keeper));
  return companies.filter(({ id }) => asked.has(id));
}
