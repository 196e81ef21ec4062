import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { violations, tooWide } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const STORED_MS = 90_000;
/** Of nobody else in this company; from the series reserved for fiction. */
const STRANGER = "0701740667";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "layoutby");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

/** A system that nobody has a driver for, with calls of yesterday. */
function records(): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return [
    "Datum#Klockslag#Samtalslängd#Ringtid#Riktning#Anknytning#Nummer",
    `${day}#08:15:00#00:01:00#5#Inkommande#3011#${STRANGER}`,
    `${day}#08:17:10#00:00:42#3#Utgående#3012#${STRANGER}`,
    `${day}#08:20:00##21#Inkommande#3011#031-390 06 17`,
  ]
    .map((line) => `${line.replaceAll("#", "^")}\r\n`)
    .join("");
}

test("a stranger reads a system without a driver: sample, guess, preview, save, source, and the number is found", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 1440, height: 900 }, town.administrator);
  await page.goto("/processing/layouts");
  await page.getByText("Inga layouter än").waitFor();
  await page.getByRole("button", { name: "Ny layout" }).click();
  await page.getByLabel(/Tio till tjugo rader/).fill(records());
  await page.getByRole("button", { name: "Gissa kolumnerna" }).click();
  await page.getByText("Samtal: 3. Inga samtal: 1. Förstås inte: 0.").waitFor();
  await page.getByText("Fält för fält").nth(1).click();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "layout-guessed-sv");

  await changeItsMind(page);
  await page.getByLabel("Namn", { exact: true }).fill("Växeln i källaren");
  await page.getByRole("button", { name: "Spara", exact: true }).click();
  await page.getByText("Sparad som version 1.").waitFor();
  await page.getByText("har läst 0 lagrade samtal").waitFor();
  assert.deepEqual(await violations(page), []);

  const folder = join(town.folder, "new");
  mkdirSync(folder, { recursive: true });
  await page.getByRole("link", { name: "Ny källa med layouten" }).click();
  await page.waitForURL("**/sources/new?**");
  await page.getByLabel("Namn", { exact: true }).fill("Källarväxeln");
  assert.equal(await page.locator("#source-layout option:checked").textContent(), "Växeln i källaren, version 1");
  await page.getByLabel("Mapp").fill(folder);
  await page.getByRole("button", { name: "Spara utan att starta", exact: true }).click();
  await page.getByRole("heading", { name: "Källarväxeln" }).waitFor();
  await page.getByRole("button", { name: "Starta", exact: true }).click();
  await page.getByRole("button", { name: "Starta nu", exact: true }).click();
  await page.getByRole("button", { name: "Stoppa", exact: true }).waitFor();
  writeFileSync(join(folder, "calls.txt"), records());

  await untilFound(page);
  await page.goto("/processing/layouts");
  await page.getByRole("button", { name: "Växeln i källaren" }).click();
  await page.getByText("har läst 3 lagrade samtal").waitFor();
  await page.getByText("Källarväxeln läses med version 1").waitFor();
  await shoot(page, "layout-saved-sv");
  await close();
});

test("a new version is compared with the one before, and a source is switched to it; at 360 px nothing is out of reach", async () => {
  const { page, close } = await scene.open({ language: "en", width: 360, height: 740 }, town.administrator);
  await page.goto("/processing/layouts");
  await page.getByRole("button", { name: "Växeln i källaren" }).click();
  await page.getByLabel("Meaning of ringtid").selectOption("none");
  await page.getByRole("button", { name: "Save as version 2" }).click();
  await page.getByText("Saved as version 2.").waitFor();
  await page.getByLabel("Compare with").selectOption("1");
  await page.getByText("1 place differs").waitFor();
  await page.getByLabel("Source", { exact: true }).selectOption({ label: "Källarväxeln (delimited)" });
  await page.getByRole("button", { name: "Read with version 2" }).click();
  await page.getByText("From now on Källarväxeln reads with version 2.").waitFor();
  await page.getByRole("button", { name: "JSON" }).click();
  const json = page.getByLabel("The layout as JSON");
  await json.fill('{ "kind": "delimited" ');
  await page.getByText("This is no JSON, or no layout.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Save as version 3" }).isDisabled());
  assert.deepEqual([await tooWide(page), await violations(page)], [0, []]);
  await shoot(page, "layout-json-360");
  await close();
});

/** What the guess says can be changed by hand, and taken back: the preview follows. */
async function changeItsMind(page: Page): Promise<void> {
  const meaning = page.getByLabel("Betydelse av samtalslangd");
  await meaning.selectOption("none");
  await page.getByText("Saknas: vilken kolumn som är samtalets längd.").waitFor();
  await page.getByRole("button", { name: "Ångra" }).click();
  await page.getByText("Samtal: 3. Inga samtal: 1. Förstås inte: 0.").waitFor();
  assert.equal(await meaning.inputValue(), "duration");
}

async function untilFound(page: Page): Promise<void> {
  const until = Date.now() + STORED_MS;
  for (;;) {
    await page.goto("/data");
    await page.locator("#number").fill(STRANGER);
    await page.locator("#number").press("Enter");
    await page.getByText("läst som").first().waitFor();
    if ((await page.locator("main tbody tr").count()) === 2) return;
    assert.ok(Date.now() < until, "the number is not found");
    await page.waitForTimeout(1_000);
  }
}
