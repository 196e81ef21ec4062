import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { OTHER_NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "gransen");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("limits are tried, set and carried to stored calls, and what is set shows in whatever language", async () => {
  const { page, close } = await scene.open({ language: "en", theme: "dark" }, town.administrator);
  await page.goto("/processing/thresholds");
  await page.getByRole("button", { name: "Change limits: All sources" }).click();
  await page.getByLabel("Talk time below, seconds").fill("60");
  await page.getByLabel("Cost below, SEK").fill("0,505");
  await page.getByRole("button", { name: "See what it would change" }).click();
  await page.getByText("Write an amount with at most two decimals").waitFor();
  await page.getByLabel("Cost below, SEK").fill("");
  await page.getByRole("button", { name: "See what it would change" }).click();
  const said = `${town.calls} of ${2 * town.calls} stored calls would change: ${town.calls} would be kept apart`;
  await page.getByText(said).first().waitFor();
  await shoot(page, "thresholds-effect-en-dark");
  await page.getByRole("button", { name: "Table" }).click();
  const counts = await page
    .getByRole("table")
    .filter({ hasText: "kept apart" })
    .locator("tbody td:nth-child(2)")
    .allTextContents();
  assert.equal(
    counts.reduce((sum, text) => sum + Number(text), 0),
    town.calls,
    "the months add up",
  );
  await page.getByRole("button", { name: "Set limits" }).click();
  await page.getByText("Stored calls are still sorted by former limits.").waitFor();
  await page.getByText("60 s").waitFor();
  await page.getByRole("button", { name: "Sort stored calls again" }).click();
  await page.getByText("Stored calls are sorted by these limits.").waitFor();
  await page.getByRole("table", { name: "Earlier ones" }).getByText("done").waitFor();
  await shoot(page, "thresholds-sorted-en-dark");
  await close();

  const reseller = await scene.open({ language: "sv", width: 360 }, town.reseller);
  await reseller.page.goto("/companies");
  await reseller.page.getByRole("button", { name: /^Arbeta med det/ }).click();
  await reseller.page.waitForURL("**/overview");
  await reseller.page.goto("/processing/thresholds");
  await reseller.page.getByText("60 s").waitFor();
  await reseller.page.getByRole("button", { name: "Ändra gränser: Presentity" }).click();
  await reseller.page.getByLabel("Egna gränser").check();
  await reseller.page.getByLabel("Samtal som ingen svarade på").check();
  await reseller.page.getByLabel("Samtalstid under, sekunder").fill("");
  await reseller.page.getByRole("button", { name: "Sätt gränserna" }).click();
  await reseller.page.getByText("obesvarade").first().waitFor();
  await shoot(reseller.page, "thresholds-own-sv-360");
  await reseller.close();
});

const WRONG =
  "prefix;name;per_minute;connection;interval_seconds\n4670;Mobile;0,69;0,49;60\n070;Mobile again;0,69;;60\n46;Sweden;free;;1\n";

test("a tariff is taken in once it is in order, tried with a number that stays nowhere, and changed line by line", async () => {
  const { page, close } = await scene.open({ language: "sv" }, town.administrator);
  await page.goto("/processing/tariffs");
  await page.getByText("Ingen taxa ännu").waitFor();
  await page.getByRole("button", { name: "Läs in en taxa" }).click();
  await page.getByLabel("Gäller från").fill("2026-01-01");
  await page.getByRole("button", { name: "Läs in den" }).click();
  await page.getByText("Välj en fil först.").waitFor();
  await choose(page, WRONG);
  await page.getByRole("button", { name: "Kontrollera filen" }).click();
  await page.getByText("2 saker är fel, och inget sparades.").waitFor();
  await page.getByText("Skriv landskoden i stället för den inledande nollan").waitFor();
  await shoot(page, "tariffs-faults-sv");
  await choose(page, WRONG.replace("070", "4673").replace("free", "0,20"));
  await page.getByRole("button", { name: "Kontrollera filen" }).click();
  await page.getByText("3 rader är i sin ordning, med 3 prefix.").waitFor();
  await page.getByRole("button", { name: "Läs in den" }).click();
  await page.getByText("gäller i dag").waitFor();
  await page.getByRole("heading", { name: "Rader från 1 jan. 2026" }).waitFor();

  await page.getByRole("button", { name: "Prova", exact: true }).click();
  await page.getByLabel("Nummer", { exact: true }).fill(OTHER_NUMBER);
  await page.getByLabel("Minuter").fill("1.5");
  await page.getByRole("button", { name: "Visa vad det kostar" }).click();
  await page.getByText(/Ett sådant samtal kostar 1,87\s*SEK/).waitFor();
  await shoot(page, "tariffs-try-sv");
  assert.equal(page.url().includes(OTHER_NUMBER.slice(3)), false);
  await page.getByRole("heading", { name: "Prova" }).press("Escape");

  await page.getByLabel("Sök prefix eller namn").fill("sweden");
  await page.getByRole("button", { name: "Ändra rad 3: +46", exact: true }).click();
  await page.getByLabel("Prefix", { exact: true }).fill("46701740605");
  await page.getByRole("button", { name: "Spara raden" }).click();
  await page.getByText("Det här är ett helt nummer till en persons anslutning").waitFor();
  await page.getByLabel("Prefix", { exact: true }).fill("46");
  await page.getByLabel("Per minut").fill("0,25");
  await page.getByRole("button", { name: "Spara raden" }).click();
  await page.getByText(/0,25\s*SEK/).waitFor();
  await page.getByLabel("Vad som går först: Presentity").selectOption("pbx");
  await page.getByLabel("Vad som går först: Presentity").and(page.locator(":enabled")).waitFor();
  await shoot(page, "tariffs-sv");
  // A line that was refused is told by the browser as well.
  await close(["400"]);

  const dpo = await scene.open({ language: "en", width: 360, theme: "dark" }, town.dpo);
  await dpo.page.goto("/processing/tariffs");
  await dpo.page.getByText("valid today").waitFor();
  await dpo.page.getByText("the telephone system").first().waitFor();
  assert.equal(await dpo.page.getByRole("button", { name: "Take in a tariff" }).count(), 0);
  await dpo.page.getByRole("button", { name: /^Lines of the tariff/ }).click();
  const saved = dpo.page.waitForEvent("download");
  await dpo.page.getByRole("button", { name: "Download", exact: true }).click();
  assert.equal((await saved).suggestedFilename(), "gransen-tariff-2026-01-01.csv");
  await shoot(dpo.page, "tariffs-en-360-dark");
  await dpo.close();
});

async function choose(page: Page, text: string): Promise<void> {
  // Each under a name of its own: a browser does not read a file that has changed since it was chosen.
  const file = join(tmpdir(), `gallra-tariff-${process.pid}-${text.length}.csv`);
  writeFileSync(file, text);
  await page.getByLabel("CSV-fil").setInputFiles(file);
}
