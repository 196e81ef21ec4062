import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, OTHER_NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const WHOLE = "+46 70 174 06 33";
const MASKED = "+46 70 174 •• ••";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "hemvik");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("rules are made, changed and removed, a wrong number is told by its line, and a listed one is shown with a purpose and taken off", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/processing/private");
  await page.getByText("No code and no hours tell private calls").waitFor();
  await page.getByRole("button", { name: "Add a code…" }).click();
  await page.getByLabel("Code", { exact: true }).fill(OTHER_NUMBER);
  await page.getByRole("button", { name: "Save the rule" }).click();
  await page.getByText("longer ones read like somebody's number").waitFor();
  await page.getByLabel("Code", { exact: true }).fill("*71");
  await page.getByRole("button", { name: "Save the rule" }).click();
  await page.getByRole("button", { name: "Change the rule: Dialled with *71" }).waitFor();
  await page.getByRole("button", { name: "Add hours…" }).click();
  await page.getByLabel("From").fill("07:30");
  await page.getByRole("button", { name: "Save the rule" }).click();
  await page.getByText("Outside Mon–Fri 07:30–17:00").waitFor();
  await page.getByRole("button", { name: "Change the rule: Dialled with *71" }).click();
  await shoot(page, "private-rules-en");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Remove the rule" }).click();
  await page.getByText("Dialled with *71").first().waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Add numbers…" }).click();
  await page.getByLabel("Numbers", { exact: true }).fill(`${OTHER_NUMBER}\n1234`);
  await page.getByRole("button", { name: "Put on the list" }).click();
  await page.getByText("Line 2 is no whole telephone number").first().waitFor();
  await page.getByLabel("Numbers", { exact: true }).fill(OTHER_NUMBER);
  await page.getByRole("button", { name: "Put on the list" }).click();
  await page.getByText("1 number stands on the list.").waitFor();
  await page.getByText(MASKED).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Show the whole phone number" }).click();
  await page.getByLabel("Purpose").fill("asked whether it is the right one");
  await page.getByRole("button", { name: "Show", exact: true }).last().click();
  await page.getByText(WHOLE).waitFor();
  await shoot(page, "private-list-en");
  await page.keyboard.press("Escape");
  await find(page, OTHER_NUMBER);
  await page.getByText("This number stands on 1 list of private numbers.").waitFor();
  await page.getByRole("link", { name: "See the lists" }).click();
  await page.getByRole("button", { name: `Take ${MASKED} off the list` }).click();
  await page.getByText("No number is listed").waitFor();
  await close(["400"]);
});

test("calls are marked private, found by it, shown masked to a profile that sees numbers, and marked back with a purpose", async () => {
  const { page, close } = await scene.open({ language: "sv", theme: "dark" }, town.administrator);
  await find(page, NUMBER);
  for (const row of [0, 1])
    await page
      .getByRole("checkbox", { name: /^Välj samtalet/ })
      .nth(row)
      .check();
  await page.getByRole("button", { name: "Märk 2…" }).click();
  await page.getByRole("button", { name: "Märk", exact: true }).click();
  await page.getByText("2 samtal är märkta.").waitFor();
  await shoot(page, "private-marked-sv-dark");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: /^privat\s*2$/ }).click();
  await page.getByText("1–2 av 2").waitFor();
  await shoot(page, "private-filter-sv-dark");
  await page.getByTitle("Visa allt om samtalet").first().click();
  await page.getByText("Privat, märkt för hand").waitFor();
  await page.getByRole("button", { name: "Märk som privat eller tjänst…" }).click();
  await page.getByLabel("Ingen märkning: det som reglerna sade när samtalet lästes").check();
  await page.getByRole("button", { name: "Märk", exact: true }).click();
  await page.getByText("1–1 av 1").waitFor();
  await close();

  const phone = await scene.open({ language: "sv", width: 360, height: 780 }, town.dpo);
  await phone.page.goto("/processing/private");
  await phone.page.getByRole("heading", { name: "Privata nummer" }).waitFor();
  assert.equal(
    await phone.page.getByRole("button", { name: "Lägg till en kod…" }).count(),
    0,
    "who may not change is not offered it",
  );
  const wide = await phone.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(wide, 0, "the page does not move sideways");
  assert.deepEqual(await violations(phone.page), []);
  await shoot(phone.page, "private-sv-360");
  await phone.close();
});

async function find(page: Page, number: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(number);
  await page.locator("#number").press("Enter");
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
}
