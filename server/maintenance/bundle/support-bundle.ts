import { join } from "node:path";
import { audited } from "../../audit/index.ts";
import { type Context, door } from "../../context.ts";
import { listCompanies } from "../../store/companies.ts";
import { authoriseOperation } from "../authorise-operation.ts";
import { type BundleEntry, makeBundle } from "./make-bundle.ts";

/** What a bundle would hold now, to be looked at before it is downloaded. */
export async function previewBundle(ctx: Context): Promise<{ entries: readonly BundleEntry[]; bytes: number }> {
  authoriseOperation(ctx);
  const { entries, zip } = await makeBundle(await siteOf(ctx), await companyNames(ctx));
  return { entries, bytes: zip.byteLength };
}

/** The bundle itself, as base64; whoever takes it stands in the installation's audit. */
export async function takeBundle(ctx: Context): Promise<{ name: string; base64: string }> {
  authoriseOperation(ctx);
  const { entries, zip } = await makeBundle(await siteOf(ctx), await companyNames(ctx));
  const detail = { files: entries.filter((one) => one.leftOut.length === 0).length, bytes: zip.byteLength };
  await audited(ctx, null, { action: "maintenance.bundle", detail }, async () => undefined);
  const name = `gallra-support-${ctx.clock().toISOString().slice(0, 10)}.zip`;
  return { name, base64: Buffer.from(zip).toString("base64") };
}

async function siteOf(ctx: Context) {
  const { home, release, certFile } = ctx.env;
  const file = certFile ?? join(home, "tls", "certificate.pem");
  return { home, release, now: ctx.clock(), certFile: file, installation: ctx };
}

/** Names and short names of companies are taken out as well. */
export async function companyNames(ctx: Pick<Context, "sql">): Promise<string[]> {
  const companies = await listCompanies(door(ctx, "web")).catch(() => []);
  return companies.flatMap(({ name, slug }) => [name, slug]).filter((text) => text.length > 3);
}
