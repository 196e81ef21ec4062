import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { verifyAuditFile } from "#server/audit/verify-file.ts";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, OTHER_NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const MASKED = "+46 70 174 •• ••";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "granskeby");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("what an administrator did is read by the protection officer, by the person it was about, and the number stands in no address", async () => {
  const theirs = await scene.open({ language: "en" }, town.administrator);
  await search(theirs.page, NUMBER);
  await theirs.close();

  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await page.goto("/audit");
  await page.getByText("Searched for a person").first().waitFor();
  await page.getByText("Calls came in").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "audit-en");

  await page.getByLabel("Whom it is about").fill(NUMBER);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByText("Calls came in").first().waitFor({ state: "hidden" });
  await page.getByText(MASKED).first().waitFor();
  await page
    .getByRole("button", { name: /^Details of entry/ })
    .first()
    .click();
  await page.getByText("Hash, by which the next entry names this one").waitFor();
  await shoot(page, "audit-entry-en");
  await page.getByRole("button", { name: "Clear the filters" }).first().click();
  await page.getByLabel("Whom it is about").fill(`${OTHER_NUMBER.slice(0, -2)}99`);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByText("Nobody with that number is known here").waitFor();
  const digits = sent.map((url) => decodeURIComponent(url)).filter((url) => /1740605|17406|174%20/.test(url));
  assert.deepEqual([digits, page.url().includes("?")], [[], false]);
  await close();
});

test("the state of the chain comes from a verification that ran, and an export verifies without the server", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await page.goto("/audit");
  await page.getByRole("button", { name: "Verify now" }).click();
  await page.getByText(/^Unbroken$/).waitFor();
  await page.getByText(/of them verified/).waitFor();
  const fetched = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export for verification" }).click();
  const download = await fetched;
  const file = join(dirname(product.home), "granskeby.jsonl");
  await download.saveAs(file);
  const verdict = await verifyAuditFile(file);
  assert.deepEqual([verdict.ok, verdict.problem, verdict.company], [true, null, "granskeby"]);
  assert.ok(verdict.rows > 5 && verdict.heads >= 1);
  writeFileSync(file, readFileSync(file, "utf8").replace("session.open", "session.opem"));
  assert.equal((await verifyAuditFile(file)).problem?.kind, "edited");
  await close();
});

test("in Swedish, in the dark and on a telephone the page is whole, and who has no right sees no entry", async () => {
  const swedish = await scene.open({ language: "sv", theme: "dark", width: 360, height: 740 }, town.dpo);
  await swedish.page.goto("/audit");
  await swedish.page.getByText("Sökte efter en person").first().waitFor();
  await swedish.page.getByText("Samtal kom in").first().waitFor();
  assert.deepEqual(await violations(swedish.page), []);
  assert.equal(await overflow(swedish.page), 0);
  await shoot(swedish.page, "audit-sv-360");
  await swedish.page.setViewportSize({ width: 1440, height: 900 });
  await shoot(swedish.page, "audit-sv-1440");
  await swedish.close();
  const reseller = await scene.open({ language: "en" }, town.reseller);
  await reseller.page.goto("/audit");
  await reseller.page.getByText("You may not see this").waitFor();
  await reseller.close();
});

async function search(page: Page, number: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(number);
  await page.locator("#number").press("Enter");
  await page.getByText(MASKED).first().waitFor();
}

/** How far the page is wider than its window. */
async function overflow(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
