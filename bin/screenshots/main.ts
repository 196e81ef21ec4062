import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startProduct } from "../../app/_e2e/start-product.ts";
import { type Camera, openCamera, untilCollected } from "./camera.ts";

// Takes the pictures of the documents (docs/pictures) from the running product: the demo in a fresh home, removed afterwards.
// node bin/run.mjs bin/screenshots/main.ts [PAGE]...   takes all pages, or those of the named files in pages/.
const PAGES = join(import.meta.dirname, "pages");

/** A file of `pages/`: the pictures of one page of the documents. */
interface PageOfPictures {
  take(camera: Camera): Promise<void>;
  /** For what changes the demo, such as an erasure: such a page comes after the others. */
  readonly last?: boolean;
}

const { positionals } = parseArgs({ allowPositionals: true });
const product = await startProduct(mkdtempSync(join(tmpdir(), "gallra-screenshots-")), { demo: true });
try {
  const camera = await openCamera(product);
  try {
    await untilCollected(camera);
    for (const [name, page] of await chosenPages()) {
      process.stdout.write(`${name}\n`);
      await page.take(camera);
    }
  } finally {
    await camera.close();
  }
} finally {
  await product.stop();
}
process.exit();

async function chosenPages(): Promise<[string, PageOfPictures][]> {
  const names = readdirSync(PAGES)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3))
    .filter((name) => positionals.length === 0 || positionals.includes(name));
  if (names.length === 0) throw new Error(`There is no such page of pictures in ${PAGES}.`);
  const pages: [string, PageOfPictures][] = [];
  for (const name of names) pages.push([name, (await import(join(PAGES, `${name}.ts`))) as PageOfPictures]);
  return pages.sort(([a, one], [b, two]) => Number(one.last ?? false) - Number(two.last ?? false) || (a < b ? -1 : 1));
}
