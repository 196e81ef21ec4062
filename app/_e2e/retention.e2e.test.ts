import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { openScene, type Scene, shoot } from "./scene.ts";
import type { Product } from "./product.ts";
import { addPerson, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const APPLIED_MS = 90_000;

let town: Town;
let scene: Scene;
let product: Product;

before(async () => {
  product = await shareProduct();
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

test("a data protection officer's shorter rule waits seven days, and with a second person's word takes what was promised", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await untilApplied(page);
  await openRule(page, "Change: Presentity, Phone number");
  const before = await heldNow(page);
  await page.locator("#rule-days").fill("20");
  await page.locator("#rule-reason").fill("Not needed longer");
  await page.getByRole("button", { name: "See what it does" }).click();
  await page.getByText(/values are destroyed and cannot come back. Until then this can be cancelled/).waitFor();
  await shoot(page, "retention-shorter-en");
  await page.getByRole("button", { name: /^Set it for/ }).click();
  await page.getByText(/^On .* values go, of what is there now/).waitFor();
  await page
    .getByText(/^20 days from/)
    .first()
    .waitFor();
  assert.equal(await heldNow(page), before, "nothing has gone yet");
  await shoot(page, "retention-cooling-en");

  const administrator = await scene.open({ language: "sv", width: 360 }, town.administrator);
  await administrator.page.goto("/retention");
  await administrator.page.getByRole("button", { name: "Se vad den gör" }).click();
  const told = administrator.page.getByText(/värden förstörs genast och kan inte komma tillbaka/);
  await told.waitFor();
  await shoot(administrator.page, "retention-waive-sv-360");
  const promised = Number((await told.textContent())?.match(/\d+/)?.[0]);
  assert.ok(promised > 0 && promised < before);
  await administrator.page.getByRole("button", { name: "Hoppa över väntan" }).click();
  await administrator.page.getByText("raderas efter 20 dagar").first().waitFor();
  await administrator.close();

  const until = Date.now() + APPLIED_MS;
  for (let now = before; now !== before - promised && Date.now() < until; now = await heldNow(page)) {
    await page.reload();
    await page.getByRole("heading", { name: "Rules" }).waitFor();
  }
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

test("the audit's own rule is previewed, waits for its day, and a second person makes it hold", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await page.goto("/retention");
  await page.getByRole("button", { name: "Change: The audit" }).click();
  await page.locator("#audit-days").fill("800");
  await page.locator("#audit-reason").fill("Not needed longer");
  await page.getByRole("button", { name: "See what it does" }).click();
  await page.getByText("You may only shorten this. To keep it longer, ask the reseller").waitFor();
  await page.locator("#audit-days").fill("400");
  await page.getByRole("button", { name: "See what it does" }).click();
  await page.getByText(/^It holds from .* Nothing that is there now is destroyed by it then/).waitFor();
  await shoot(page, "retention-audit-en");
  await page.getByRole("button", { name: /^Set it for/ }).click();
  await page.getByText(/^400 days from/).waitFor();
  await close();
  const second = await scene.open({ language: "sv", width: 360 }, town.administrator);
  await second.page.goto("/retention");
  const item = second.page.getByRole("listitem").filter({ hasText: "Granskningsloggen" });
  await item.getByRole("button", { name: "Se vad den gör" }).click();
  await second.page.getByRole("button", { name: "Hoppa över väntan" }).waitFor();
  await shoot(second.page, "retention-audit-waive-sv-360");
  await second.page.getByRole("button", { name: "Hoppa över väntan" }).click();
  const sheet = second.page.getByRole("region", { name: "Granskningsloggen" });
  await sheet.getByText("400 dagar").waitFor();
  await sheet.scrollIntoViewIfNeeded();
  await shoot(second.page, "retention-audit-sv-360");
  await second.close();
});

test("identity numbers get a ground on the page of what is collected, and lose it again", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360 }, town.dpo);
  await page.goto("/retention");
  await page.getByRole("link", { name: "Vad som samlas in" }).click();
  await page.getByText("lagras inte").first().waitFor();
  await page.getByRole("button", { name: "Ange en grund" }).click();
  await page.locator("#ground").selectOption("identification");
  await page.locator("#ground-reason").fill("Den som ringer måste kunna identifieras");
  await page.getByRole("button", { name: "Ange en grund" }).last().click();
  await page.getByText("Vikten av en säker identifiering. Angavs av").waitFor();
  await shoot(page, "collected-sv-360");
  await page.getByRole("button", { name: "Ta tillbaka grunden" }).click();
  await page.getByText("Förstör de lagrade nu genast").waitFor();
  await page.locator("#ground-reason").fill("Behövs inte längre");
  await page.getByRole("button", { name: "Ta tillbaka grunden" }).last().click();
  await page.getByText("Tidigare grunder").waitFor();
  await close();
});

test("a public body records its decision, and its protocol is made, saved and printed in Swedish", async () => {
  const slug = "gallranamnd";
  await product.command(["company", "add", "--slug", slug, "--name", "Gallranämnden", "--kind", "public"]);
  const person = await addPerson(product, { email: `kim@${slug}.example`, profile: "dpo", place: ["--company", slug] });
  const { page, close } = await scene.open({ language: "en", theme: "dark" }, person);
  await page.goto("/retention/disposal");
  await page.getByText("Nothing is decided on this yet").waitFor();
  await shoot(page, "disposal-open-en-dark");
  await page.getByRole("button", { name: "Record a decision" }).click();
  await page.locator("#decision-authority").fill("Gallranämnden");
  await page.locator("#decision-number").fill("GN 2026:3");
  await page.locator("#decision-day").fill("2026-02-01");
  await page.locator("#decision-about").fill("Uppgifter om samtal är av ringa betydelse");
  await page.getByRole("button", { name: "Record a decision" }).last().click();
  await page.getByText("Gallranämnden, GN 2026:3").waitFor();
  assert.equal(await page.getByText("Nothing is decided on this yet").count(), 0);
  await page.getByRole("button", { name: "Make the protocol" }).click();
  const paper = page.getByRole("article", { name: "Gallringsprotokoll" });
  await paper.getByText("Inget gallrades enligt regel under perioden.").waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save it, signed" }).click();
  assert.match((await saved).suggestedFilename(), /^gallringsprotokoll-gallranamnd-/);
  await shoot(page, "disposal-en-dark");
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
