import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const APPLIED_MS = 90_000;

let town: Town;
let scene: Scene;

before(async () => {
  const product = await shareProduct();
  town = await settle(product, "gallringen");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("a reseller's longer rule waits until the company's administrator has seen what it does and approved it", async () => {
  const reseller = await scene.open({ language: "sv", theme: "dark" }, town.reseller);
  await reseller.page.goto("/companies");
  await reseller.page.getByRole("button", { name: /^Arbeta med det/ }).click();
  await reseller.page.waitForURL("**/overview");
  await openRule(reseller.page, "Ändra: Presentity, Telefonnummer");
  await reseller.page.locator("#rule-days").fill("200");
  await reseller.page.locator("#rule-reason").fill("Längre garantitid");
  await reseller.page.getByRole("button", { name: "Se vad den gör" }).click();
  await reseller.page.getByText("väntar därför på företagets eget godkännande").waitFor();
  await shoot(reseller.page, "retention-ask-sv-dark");
  await reseller.page.getByRole("button", { name: "Fråga företaget" }).click();
  await reseller.page.getByText("Längre garantitid").waitFor();
  await reseller.page.getByText("raderas efter 120 dagar").first().waitFor();
  await reseller.close();

  const administrator = await scene.open({ language: "en", width: 360 }, town.administrator);
  await administrator.page.goto("/retention");
  await administrator.page.getByText("120 days → 200 days").waitFor();
  await administrator.page.getByRole("button", { name: "See what it does" }).click();
  await administrator.page.getByText("Presentity, Phone number").first().waitFor();
  await shoot(administrator.page, "retention-approve-en-360");
  await administrator.page.getByRole("button", { name: "Approve" }).click();
  await administrator.page.getByText("deleted after 200 days").waitFor();
  await administrator.close();
});

test("a data protection officer's shorter rule holds at once, and what went is what the preview said", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await untilApplied(page);
  await openRule(page, "Change: Presentity, Phone number");
  const before = await heldNow(page);
  await page.locator("#rule-days").fill("20");
  await page.locator("#rule-reason").fill("Not needed longer");
  await page.getByRole("button", { name: "See what it does" }).click();
  const told = page.getByText(/values are destroyed at once and cannot come back/);
  await told.waitFor();
  await shoot(page, "retention-shorter-en");
  const promised = Number((await told.textContent())?.match(/\d+/)?.[0]);
  assert.ok(promised > 0 && promised < before);
  await page.getByRole("button", { name: "Set the rule" }).click();
  await page.getByText("deleted after 20 days").waitFor();
  const until = Date.now() + APPLIED_MS;
  while ((await heldNow(page)) !== before - promised && Date.now() < until) await page.waitForTimeout(500);
  assert.equal(before - (await heldNow(page)), promised);
  await page.reload();
  await page.getByRole("button", { name: "Table" }).click();
  const went = await page
    .getByRole("row", { name: dayText(new Date()) })
    .last()
    .getByRole("cell")
    .last()
    .textContent();
  assert.equal(went, String(promised));
  await close();
});

test("an administrator may neither set nor shorten a rule, and the operator's bounds stand where rules are set", async () => {
  const operator = await scene.open({ language: "sv" }, town.operator);
  await operator.page.goto("/retention/bounds");
  await operator.page.getByRole("button", { name: "Ändra: Namn" }).click();
  await operator.page.locator("#bound-longest").fill("30");
  await operator.page.locator("#bound-reason").fill("Namn behövs inte längre");
  await operator.page.getByRole("button", { name: "Sätt gränsen" }).click();
  await operator.page.getByText("Namn behövs inte längre").waitFor();
  await shoot(operator.page, "retention-bounds-sv");
  await operator.close();
  const administrator = await scene.open({ language: "en" }, town.administrator);
  await administrator.page.goto("/retention");
  await administrator.page.getByRole("heading", { name: "Rules" }).waitFor();
  assert.equal(await administrator.page.getByRole("button", { name: /^Change:/ }).count(), 0);
  await administrator.close();
});

async function openRule(page: Page, name: string): Promise<void> {
  await page.goto("/retention");
  await page.getByRole("button", { name }).click();
}

/** What the longer rule of before moves is in its place: until then figures are told as possibly a day's values off. */
async function untilApplied(page: Page): Promise<void> {
  await page.goto("/retention");
  await page.getByRole("heading", { name: "Rules" }).waitFor();
  await page.getByRole("progressbar").waitFor({ state: "detached", timeout: APPLIED_MS });
}

/** Numbers and raw records of the product that the calls are of. */
async function heldNow(page: Page): Promise<number> {
  let sum = 0;
  for (const kind of ["Phone number", "Raw record"]) {
    const row = page.getByRole("row", { name: new RegExp(`Presentity.*${kind}`) }).first();
    const text = (await row.getByRole("cell").nth(4).textContent()) ?? "";
    sum += Number(text.replaceAll(/\D/g, ""));
  }
  return sum;
}

function dayText(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "Europe/Stockholm",
  }).format(at);
}
