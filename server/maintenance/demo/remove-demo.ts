import { rm } from "node:fs/promises";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { listSegments, removeSegment } from "../../inbox/index.ts";
import { destroyCompanyKeys } from "../../keyring/index.ts";
import { closeCompany, type CompanyRow, listCompanies, removeDemoCompany } from "../../store/companies.ts";
import { listExportIds } from "../../store/exports.ts";
import { listSources, removeSource } from "../../store/sources.ts";
import { type DemoStep, runDemoSteps } from "./run-demo.ts";

/**
 * Takes the demo's companies away wholly: their sources and files, their keys (what copies of their rows exist opens no more),
 * their rows and their people. Every other company stays as it is, and so does the audit. May be repeated after it was cut short.
 */
export async function removeDemo(installation: Installation, inboxDir: string): Promise<void> {
  const companies = (await listCompanies(door(installation, "web"))).filter(({ demo }) => demo);
  const { home } = installation.env;
  const steps = companies.flatMap((company): DemoStep[] => [
    () => endCollection(installation, company),
    () => destroyKeysAndFiles(installation, company, inboxDir),
    () => close(installation, company),
  ]);
  // The demo's systems stop writing first.
  await runDemoSteps(installation, "remove", [() => rm(join(home, "demo.json"), { force: true }), ...steps]);
}

async function endCollection(installation: Installation, { id }: CompanyRow): Promise<void> {
  const at = installation.clock();
  await withCompany(door(installation, "web"), id, async (tx) => {
    for (const source of await listSources(tx, id)) await removeSource(tx, id, source.id, at);
  });
}

async function destroyKeysAndFiles(installation: Installation, company: CompanyRow, inboxDir: string): Promise<void> {
  const { home } = installation.env;
  const { id, slug } = company;
  const exports = await withCompany(door(installation, "web"), id, (tx) => listExportIds(tx, id), { readOnly: true });
  await destroyCompanyKeys(installation.keyring, id);
  for (const exportId of exports) await rm(join(home, "exports", exportId), { recursive: true, force: true });
  for (const segment of await listSegments(inboxDir, { companyId: id })) await removeSegment(segment);
  await rm(join(home, "shared", slug), { recursive: true, force: true });
}

async function close(installation: Installation, { id }: CompanyRow): Promise<void> {
  await closeCompany(door(installation, "web"), id, installation.clock());
  const rows = await removeDemoCompany(door(installation, "keeper"), id);
  installation.log.info("demo-company-removed", { companyId: id, rows });
}
