import { door, type Installation } from "#server/context.ts";
import { listCanaryNights } from "#server/store/copy-ages.ts";
import { listCompanies } from "#server/store/companies.ts";

const LATEST_MS = 26 * 3_600_000;

/** Whether a worker that starts should send a canary at once: its night was missed, or this release is the first to have one. */
export async function canaryIsDue(installation: Installation): Promise<boolean> {
  const web = door(installation, "web");
  const [last] = await listCanaryNights(web, 1);
  const since =
    last?.finishedAt ??
    (await listCompanies(web)).map(({ createdAt }) => createdAt).sort((a, b) => a.getTime() - b.getTime())[0];
  return since !== undefined && installation.clock().getTime() - since.getTime() > LATEST_MS;
}
