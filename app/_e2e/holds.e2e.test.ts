import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { askedBy } from "./asking.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const SETTLED_MS = 60_000;

let town: Town;
let scene: Scene;

before(async () => {
  const product = await shareProduct();
  town = await settle(product, "sparrarna");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("what is chosen is held until a day, shown as held, and given back when the hold is lifted", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await find(page);
  await page.getByRole("button", { name: "Keep…", exact: true }).click();
  await page.locator("#case-name").fill("Claim 12");
  await page.locator("#case-reason").fill("A claim is being prepared");
  await page.locator("#case-ends").fill(inDays(400));
  await shoot(page, "holds-keep-en");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText(/calls? (is|are) kept until/).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByText("held", { exact: true }).first().waitFor();

  await page.goto("/holds");
  await page.getByRole("button", { name: "Open Claim 12" }).click();
  await page.getByText("A claim is being prepared").waitFor();
  await shoot(page, "holds-case-en");
  await page.getByRole("button", { name: "Lift…" }).click();
  await page.locator("#case-why").fill("The claim is settled");
  await page.getByRole("button", { name: "Lift", exact: true }).click();
  await page.getByRole("button", { name: "Open Claim 12" }).waitFor({ state: "detached", timeout: SETTLED_MS });
  await page.getByRole("button", { name: "Ended" }).click();
  await page.getByRole("button", { name: "Open Claim 12" }).waitFor();
  await find(page);
  assert.equal(await page.getByText("held", { exact: true }).count(), 0);
  await close();
});

test("a restricted person is counted and not shown, and shown with a purpose to who may", async () => {
  const officer = await scene.open({ language: "sv", theme: "dark", width: 360 }, town.dpo);
  await officer.page.goto("/holds");
  await officer.page.getByRole("button", { name: "Begränsa en person…" }).click();
  await officer.page.locator("#case-person").fill(NUMBER);
  await officer.page.locator("#case-name").fill("Begäran 7");
  await officer.page.locator("#case-reason").fill("Personen säger att det är fel");
  await officer.page.locator("#case-ends").fill(inDays(90));
  await shoot(officer.page, "holds-restrict-sv-dark-360");
  await officer.page.getByRole("button", { name: "Begränsa", exact: true }).click();
  await officer.page.getByText("Inget om den här personen används från och med nu.").waitFor();
  await officer.page.getByRole("button", { name: "Öppna Begäran 7" }).waitFor();
  await shoot(officer.page, "holds-list-sv-dark-360");
  await ask(officer.page);
  await officer.page.getByText(/är begränsade? \(art\. 18\) och visas inte/).waitFor();
  await officer.page.getByRole("button", { name: "Visa med ändamål…" }).click();
  await officer.page.locator("#restricted-purpose").fill("Utreder begäran");
  await officer.page.getByRole("button", { name: "Visa", exact: true }).click();
  await officer.page.getByText("begränsat", { exact: true }).first().waitFor();
  await shoot(officer.page, "holds-restricted-sv-dark-360");
  await officer.close();

  const administrator = await scene.open({ language: "en" }, town.administrator);
  await ask(administrator.page);
  await administrator.page.getByText(/(is|are) restricted \(Art\. 18\) and (is|are) not shown/).waitFor();
  assert.equal(await administrator.page.getByRole("button", { name: "Show with a purpose…" }).count(), 0);
  await shoot(administrator.page, "holds-restricted-en");
  await administrator.close();

  const again = await scene.open({ language: "en" }, town.dpo);
  await again.page.goto("/holds");
  await again.page.getByRole("button", { name: "Open Begäran 7" }).click();
  await again.page.getByRole("button", { name: "Lift…" }).click();
  await again.page.locator("#case-why").fill("It was right");
  await again.page.getByRole("button", { name: "Lift", exact: true }).click();
  await again.page.locator("#case-told:invalid, [aria-invalid=true]#case-told").waitFor();
  await again.page.locator("#case-told").fill(inDays(0));
  await again.page.getByRole("button", { name: "Lift", exact: true }).click();
  await again.page.getByRole("button", { name: "Open Begäran 7" }).waitFor({ state: "detached", timeout: SETTLED_MS });
  await again.close();
});

test("a pattern finds the calls of everybody it matches, and a call is put right with its day", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data/patterns");
  await page.locator("#pattern-text").fill("070-174*");
  await page.locator("#pattern-from").fill(inDays(-120));
  await page.locator("#pattern-purpose").fill("A fault report without the whole number");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("button", { name: "Show", exact: true }).click({ timeout: SETTLED_MS });
  await page.getByRole("heading", { name: "What the pattern found" }).waitFor();
  await page.getByRole("row").nth(1).waitFor();
  await shoot(page, "patterns-en");
  assert.equal(askedBy(page).includes("174"), false);

  await find(page);
  await page.locator("tbody button[title]").first().click();
  await page.getByRole("button", { name: "Correct…" }).click();
  await page.locator("#correct-what").selectOption("direction");
  await page.locator("#correct-direction").selectOption("out");
  await page.locator("#correct-reason").fill("The exchange told it wrongly");
  await shoot(page, "holds-correct-en");
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page
    .getByText(/^corrected /)
    .filter({ visible: true })
    .first()
    .waitFor();
  await close();
});

async function ask(page: Page): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
}

async function find(page: Page): Promise<void> {
  await ask(page);
  await page.getByRole("row").nth(1).waitFor();
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
