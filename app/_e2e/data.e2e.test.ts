import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { tooWide, violations } from "./axe.ts";
import { settled } from "./asking.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const READY_MS = 20_000;

let town: Town;
let scene: Scene;

before(async () => {
  const product = await shareProduct();
  town = await settle(product, "datavik");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

const rows = (page: Page) => page.locator("tbody tr");
const dates = async (page: Page) => await page.locator("tbody td[data-column=date]").allTextContents();

async function find(page: Page): Promise<void> {
  await page.locator("#number").fill(NUMBER);
  await page.locator("search button[type=submit]").click();
  await rows(page).first().waitFor();
}

test("filters tell beforehand what they leave, stand as chips, and are cleared one by one or together", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto("/data");
  await find(page);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Extension or queue").fill("3011");
  await page.getByLabel("Extension or queue").press("Enter");
  await page.getByText("1–6 of 6").waitFor();
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await page.getByText(/^1–[12] of [12]$/).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Clear the filter Period" }).click();
  await page.getByText("1–6 of 6").waitFor();
  await page.getByRole("button", { name: "Clear the filter Extension or queue" }).click();
  await page.getByText(`1–${town.calls} of ${town.calls}`).waitFor();
  await page.getByLabel("Extension or queue").fill("4711");
  await page.getByLabel("Extension or queue").press("Enter");
  await page.getByRole("heading", { name: "Nothing matches these filters" }).waitFor();
  assert.equal(await rows(page).count(), 0);
  await close();
});

test("the list is sorted by the server, page after page, and the columns and their order are remembered", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto("/data");
  await find(page);
  const newest = await dates(page);
  await page.getByRole("columnheader", { name: /^Date/ }).getByRole("button").click();
  await page.waitForFunction(
    (first) => document.querySelector("tbody td[data-column=date]")?.textContent !== first,
    newest[0],
  );
  assert.deepEqual(await dates(page), [...newest].reverse());
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await page.getByLabel("Duration").check();
  await page.getByRole("button", { name: "Move Duration up" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Duration" }).waitFor();
  // What is remembered has reached the server, which a reload would else cut short.
  await settled(page);
  await page.reload();
  await find(page);
  await page.getByRole("columnheader", { name: "Duration" }).waitFor();
  const heads = await page.getByRole("columnheader").allTextContents();
  assert.ok(heads.indexOf("Duration") === heads.length - 2, `the order is kept: ${heads.join()}`);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await close();
});

test("a saved view opens by its link, which names nobody, and is found by others when shared", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 1280 }, town.administrator);
  await page.goto("/data");
  await find(page);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Anknytning eller kö").fill("3010");
  await page.getByLabel("Anknytning eller kö").press("Enter");
  await page.getByText("1–6 av 6").waitFor();
  await page.getByRole("button", { name: "Vyer" }).click();
  await page.getByLabel("Spara som").fill("Receptionen");
  await page.getByLabel("Alla i företaget").check();
  await page.getByRole("button", { name: "Spara vy" }).click();
  await page.getByRole("button", { name: "Vy: Receptionen" }).waitFor();
  await page.waitForURL(/[?]view=/);
  const link = page.url();
  assert.match(link, /\/data\?view=[0-9a-f-]{36}$/);
  await close();
  const other = await scene.open({ language: "sv", width: 1280 }, town.dpo);
  await other.page.goto(link);
  await find(other.page);
  await other.page.getByText("1–6 av 6").waitFor();
  await other.page.getByText("3010").first().waitFor();
  await other.close();
});

test("the keyboard does everything: into the list, along it, selecting a range, opening a call and leaving it", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1280 }, town.administrator);
  await page.goto("/data");
  await toBox(page);
  await page.keyboard.type(NUMBER);
  await page.keyboard.press("Enter");
  await rows(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByText("3 rows are selected.").waitFor();
  await page.keyboard.press("Enter");
  const details = page.getByRole("region", { name: /^Call of/ });
  await details.waitFor();
  await details.getByRole("heading", { name: "Raw record" }).waitFor();
  assert.equal(await tooWide(page), 0);
  const wide = await page.evaluate(() => {
    const table = document.querySelector(".table-window");
    return table === null ? -1 : table.scrollWidth - table.clientWidth;
  });
  assert.ok(wide <= 0, `beside the panel the table is ${wide} px too wide`);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "data-details");
  await page.keyboard.press("Escape");
  await details.waitFor({ state: "detached" });
  await page.getByLabel("Select the whole page").click();
  await page.getByText(`${town.calls} rows are selected.`).waitFor();
  await close();
});

/** The keys work as soon as the page's script runs, which may be a moment after the page is there. */
async function toBox(page: Page): Promise<void> {
  const box = page.locator("#number");
  const isThere = () => box.evaluate((element) => element === document.activeElement);
  for (const until = Date.now() + READY_MS; Date.now() < until && !(await isThere()); await page.waitForTimeout(100)) {
    await page.keyboard.press("/");
  }
  assert.ok(await isThere(), "/ goes to the box");
  await box.fill("");
}
