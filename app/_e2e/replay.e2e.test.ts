import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 60_000;
const CALLERS = ["0701740651", "0701740652"];
/** Called in both calls; the first version of the layout does not know the column. */
const CALLED = "0701740653";

let product: Product;
let town: Town;
let scene: Scene;
let source: string;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "omlasby");
  scene = await openScene(product);
  const { email, password } = town.administrator;
  await product.command(["sign-in", "--as", email], password);
  const folder = join(town.folder, "again");
  mkdirSync(folder, { recursive: true });
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  writeFileSync(
    join(folder, "calls.txt"),
    CALLERS.map((from, at) => `${day} 09:1${at}:00;61;${from};${CALLED};5\n`).join(""),
  );
  const as = ["--company", town.slug, "--as", email];
  const file = (called: boolean) => {
    const path = join(town.folder, called ? "second.json" : "first.json");
    writeFileSync(path, layout(called));
    return path;
  };
  await product.command(["layout", "save", ...as, "--name", "Switch", "--file", file(false)]);
  const own = ["--company", town.slug];
  const read = ["--layout", "Switch", "--path", folder, "--name", "Switch", "--start", "--without-ssn"];
  const [added] = await product.command(["source", "add", ...own, ...read]);
  source = String(added?.["sourceId"]);
  await product.command(["collect", "--once", ...own]);
  await product.command(["layout", "save", ...as, "--name", "Switch", "--file", file(true)]);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

function layout(called: boolean): string {
  return JSON.stringify({
    kind: "delimited",
    delimiter: "semicolon",
    size: { from: 5, to: 5 },
    fields: { at: 1, talk: 2, from: 3, to: 4, ring: 5 },
    time: [{ of: "start", stamp: "at", format: "iso" }],
    duration: { field: "talk", format: "seconds" },
    values: [{ role: "calling", from: "from" }, ...(called ? [{ role: "called", from: "to" }] : [])],
  });
}

test("calls read by the first version of a layout are verified, read again by the second, and found by the number it knows", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto(`/sources/${source}`);
  await page.getByRole("link", { name: "Raw records: verify, read again" }).click();
  await page.getByRole("heading", { name: "Raw records", exact: true }).waitFor();
  await page.getByText("Switch, version 1").first().waitFor();
  assert.doesNotMatch((await page.locator("main").textContent()) ?? "", /07017406|467017406/);
  assert.deepEqual(await violations(page), []);

  await page.getByRole("button", { name: "Verify…" }).click();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByText("2 whole", { exact: false }).waitFor({ timeout: DONE_MS });

  await page.getByRole("button", { name: "Read again…" }).click();
  await page.getByText("2 calls are read as they are stored.").waitFor();
  await page.locator("#again-layout").selectOption({ label: "Switch, version 2" });
  await page.getByText("2 calls are read otherwise").waitFor();
  await page.getByText("Called number", { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "replay-preview-en");
  await page.locator("#raw-purpose").fill("the new version names who was called");
  await page.getByRole("button", { name: "Read again", exact: true }).click();
  await page.getByText("2 calls changed").waitFor({ timeout: DONE_MS });
  await page.getByText("Switch, version 2").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "replay-done-en");

  await page.goto("/data");
  await page.locator("#number").fill(CALLED);
  await page.locator("search button[type=submit]").click();
  await page.getByText("1–2 of 2").waitFor();
  await close();
});

test("on a telephone in Swedish the page is whole, and the command line lists and verifies the same", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360, height: 800 }, town.administrator);
  await page.goto(`/sources/${source}/records`);
  await page.getByRole("heading", { name: "Råposter", exact: true }).waitFor();
  await page.getByRole("button", { name: "Läs om…" }).click();
  await page.locator("#raw-purpose").waitFor();
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "replay-sv-360");
  const as = ["--company", town.slug, "--as", town.administrator.email, "--source", source];
  const [day] = await product.command(["raw", "list", ...as]);
  assert.deepEqual([day?.["records"], day?.["calls"]], [2, 2]);
  const [verified] = await product.command(["raw", "verify", ...as, "--from", String(day?.["day"])]);
  assert.deepEqual([verified?.["state"], verified?.["whole"], verified?.["damaged"]], ["done", 2, 0]);
  await close();
});
