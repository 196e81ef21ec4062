import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Places } from "./pages.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene } from "./scene.ts";
import { NUMBER, settle } from "./settle.ts";
import { shareProduct } from "./share-product.ts";
import { makeVisits, type Visits } from "./visits.ts";

export interface PagesScene {
  readonly product: Product;
  readonly places: Places;
  readonly scene: Scene;
  readonly visits: Visits;
}

/** A company in which every page has something to show, and a browser in which everybody signs in once. */
export async function openPagesScene(slug: string): Promise<PagesScene> {
  const product = await shareProduct();
  const town = await settle(product, slug);
  const as = ["--company", town.slug, "--as", town.administrator.email];
  // One call is erased, so that there is a certificate; the other party's calls of the same days stay.
  const day = new Date(Date.now() - 28 * 86_400_000).toISOString().slice(0, 10);
  const wish = ["--number", "-", "--reason", "Art. 17, request 3", "--to", day, "--yes"];
  const [, [done] = []] = await product.commands(
    [
      ["sign-in", "--as", town.administrator.email],
      ["erase", ...as, ...wish],
    ],
    [town.administrator.password, NUMBER],
  );
  const statement: unknown = done?.["certificate"];
  const certificateId = String(Reflect.get(Object(statement), "certificateId") ?? Reflect.get(Object(statement), "id"));
  const places = { town, certificateId, address: product.address };
  const scene = await openScene(product);
  return { product, places, scene, visits: makeVisits(scene, places) };
}

/** A second company, of a reseller of its own: a list of one has nothing to narrow. */
export async function addNeighbour({ product, places: { town } }: PagesScene): Promise<void> {
  const slug = `${town.slug}-granne`;
  await product.command([
    "company",
    "add",
    "--slug",
    slug,
    "--name",
    "Grannkommunen",
    "--reseller",
    `Telefonhuset ${slug}`,
  ]);
}

/** As many sources that stand still as it takes for their list to be worth narrowing. */
export async function addSources({ product, places: { town } }: PagesScene, count: number): Promise<void> {
  const folders = Array.from({ length: count }, (_, n) => join(town.folder, `more-${n}`));
  for (const folder of folders) mkdirSync(folder);
  const driver = ["--driver", "flexi-call-history"];
  await product.commands(
    folders.map((folder, n) => [
      ...["source", "add", "--company", town.slug, ...driver],
      ...["--path", folder, "--name", `Exchange ${n}`],
    ]),
  );
}
