import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const COUNTED_MS = 60_000;

let town: Town;
let scene: Scene;
let product: Product;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "skyddet");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

const HEADER = "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS\n";

const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** As the town's telephone system writes a call that an extension made. */
function line(extension: string, called: string, minute: number): string {
  return `CALL_HISTORY;extension=${extension};${day} 12:${minute + 10}:00.000;f-${minute};OUT;${extension};${called};;5;30;ANSWERED\n`;
}

/** And one that came in at an hour of that day. */
function incoming(caller: string, time: string, status: "ANSWERED" | "MISSED"): string {
  const seconds = status === "ANSWERED" ? 30 : 0;
  return `CALL_HISTORY;extension=2041;${day} ${time}:00.000;g-${time};IN;${caller};2041;;5;${seconds};${status}\n`;
}

test("a data protection officer shields help lines, and their calls are counted without a number anywhere", async () => {
  const { page, close } = await scene.open({ language: "sv" }, town.dpo);
  await page.goto("/processing/filters");
  await page.getByRole("button", { name: "Ändra skyddet" }).click();
  await page.getByLabel(/^Barn och unga/).check();
  await page.getByLabel("Nummer, eller början på nummer").fill("070-174 06 05");
  await page.locator("#shield-reason").fill("Barn ska kunna ringa");
  await page.getByRole("button", { name: "Spara skyddet" }).click();
  await page.getByText("personers nummer står inte i någon regel").waitFor();
  await shoot(page, "filters-refused-sv");
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Nummer, eller början på nummer").fill("08-465 00*");
  await page.getByRole("button", { name: "Spara skyddet" }).click();
  await page.getByText("116 111").waitFor();
  await page.getByText("08-465 00*").waitFor();
  await page.getByText("Eget", { exact: false }).first().waitFor();

  await page.locator("#try-sample").fill(HEADER + line("2041", "116111", 1) + line("2041", "0701740633", 2));
  await page.getByRole("button", { name: "Prova raderna" }).click();
  await page.getByRole("cell", { name: /Skyddas Barn och unga/ }).waitFor();
  await page.getByRole("cell", { name: "Tas emot" }).waitFor();
  await shoot(page, "filters-tried-sv");
  assert.deepEqual(await violations(page), []);

  await appendFile(join(town.folder, "calls.csv"), line("2041", "116111", 3) + line("2041", "0846500411", 4));
  await untilCounted(page, /2 poster med ett skyddat nummer/);
  await shoot(page, "filters-counted-sv");
  await page.goto("/data");
  await close(["status of 400"]);
});

test("an administrator leaves a reception's calls out, takes something out of the shield with a second word, and the reseller only sees", async () => {
  const { page, close } = await scene.open({ language: "en", theme: "dark" }, town.administrator);
  await page.goto("/processing/filters");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.locator("#rule-name").fill("Reception");
  await page.locator("#rule-reason").fill("Nobody needs them");
  await page.getByRole("button", { name: "Save the rules" }).click();
  await page.getByText("one that asks nothing would mean them all").waitFor();
  await shoot(page, "filters-rule-panel-en-dark");
  assert.deepEqual(await violations(page), []);
  await page.locator("#rule-extensions").fill("2900-2999");
  await page.getByRole("button", { name: "Save the rules" }).click();
  await page.getByText("extensions 2900-2999").waitFor();
  await shoot(page, "filters-rule-en-dark");
  await appendFile(join(town.folder, "calls.csv"), line("2901", "0701740633", 5) + line("2902", "0701740633", 6));
  await untilCounted(page, /2 records left out/);

  await page.getByRole("button", { name: "Change the shield" }).click();
  await page.getByLabel(/^Children and young people/).uncheck();
  await page.locator("#shield-reason").fill("Not ours to decide");
  await page.getByRole("button", { name: "Take out of the shield" }).click();
  await page.getByText("confirm that it is meant").waitFor();
  await page.getByLabel("I mean to take something out of the shield").check();
  await page.getByRole("button", { name: "Take out of the shield" }).click();
  await page.getByText(/^Shielded until/).waitFor();
  await shoot(page, "filters-loosened-en-dark");
  const own = ["--company", town.slug];
  const [shown] = await product.command(["filter", "show", ...own]);
  assert.deepEqual(shown?.["rules"], [{ id: 1, action: "leave-out", name: "Reception", extensions: "2900-2999" }]);
  const again = ["--category", "children", "--number", "whistle-blowing=+46 8 465 00*", "--reason", "said again"];
  const shielded = await product.command(["shield", "set", ...own, ...again]);
  assert.equal(shielded.find((one) => one["category"] === "children")?.["until"], null);
  await page.reload();
  await page.getByText(/^Shielded$/).waitFor();
  await close(["status of 400"]);

  const reseller = await scene.open({ language: "en", width: 360 }, town.reseller);
  await reseller.page.goto("/companies");
  await reseller.page
    .getByRole("button", { name: /^Work on it|^Work with it/ })
    .first()
    .click();
  await reseller.page.waitForURL("**/overview");
  await reseller.page.goto("/processing/filters");
  await reseller.page.getByText("116 111").waitFor();
  assert.equal(await reseller.page.getByRole("button", { name: /^(Change|Add)/ }).count(), 0);
  await shoot(reseller.page, "filters-reseller-en-360");
  assert.deepEqual(await violations(reseller.page), []);
  await reseller.close();
});

test("rules by number, direction, outcome and hour are tried on lines before they hold, and what they leave out is a count and nothing else", async () => {
  // Called by one line each; the last two stay.
  const [organisation, missed, answered, late] = ["0846500420", "0701740651", "0701740652", "0701740653"] as const;
  const lines =
    line("2041", organisation, 20) +
    incoming(missed, "06:15", "MISSED") +
    incoming(answered, "06:20", "ANSWERED") +
    incoming(late, "08:15", "MISSED");
  const { page, close } = await scene.open({ language: "sv", theme: "dark", width: 720 }, town.administrator);
  await page.goto("/processing/filters");
  await page.locator("#try-sample").fill(HEADER + lines);

  // The first rule without a mouse.
  await page.getByRole("button", { name: "Lägg till en regel" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("#rule-name").focus();
  await page.keyboard.type("Växeln själv");
  for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press("Tab");
  await page.keyboard.type("08-465 004 20");
  await page.locator("#rule-organisations").focus();
  await page.keyboard.press("Space");
  await page.locator("#rule-reason").focus();
  await page.keyboard.type("Egna provsamtal");
  await page.keyboard.press("Enter");
  await page.getByText("nummer 08-465 004 20").waitFor();

  await page.getByRole("button", { name: "Lägg till en regel" }).click();
  await page.locator("#rule-name").fill("Missat på natten");
  await page.getByLabel("inkommande", { exact: true }).check();
  await page.getByLabel("ej svar", { exact: true }).check();
  await page.locator("#rule-from").fill("06:00");
  await page.locator("#rule-to").fill("07:00");
  await page.locator("#rule-reason").fill("Ingen ringer tillbaka");
  await page.getByRole("button", { name: "Prova innan du sparar" }).click();
  const outcome = page.getByRole("table", { name: "Vad som skulle hända med varje rad" });
  await outcome.getByRole("row").nth(5).waitFor();
  const became = await outcome.locator("td:last-child").allTextContents();
  assert.deepEqual(
    became.map((text) => text.trim()),
    ["Inget samtal", "Utelämnas Växeln själv", "Utelämnas Missat på natten", "Tas emot", "Tas emot"],
  );
  await page.getByText("inte är sparad än").waitFor();
  await shoot(page, "filters-draft-sv-dark-720");
  assert.deepEqual(await violations(page), []);
  assert.equal(await tooWide(page), 0);
  const [kept] = await product.command(["filter", "show", "--company", town.slug]);
  assert.equal(Object(kept?.["rules"]).length, 2, "what is tried is not kept");
  await page.getByRole("button", { name: "Spara reglerna" }).click();
  await page.getByText("inkommande · ej svar · från 06:00 till 07:00").waitFor();

  await page.goto("/sources/1");
  const left = async () =>
    (await page.locator("td[data-column=leftOut]").allTextContents()).reduce((sum, text) => sum + Number(text), 0);
  await page.locator("td[data-column=leftOut]").first().waitFor();
  const before = await left();
  await appendFile(join(town.folder, "calls.csv"), lines);
  await until(async () => (await left()) === before + 2, "the live page tells what the filter left out");
  await shoot(page, "filters-live-sv-dark-720");
  for (const [number, found] of [
    [answered, true],
    [late, true],
    [missed, false],
    [organisation, false],
  ] as const) {
    await page.goto("/data");
    await page.locator("#number").fill(number);
    await page.locator("#number").press("Enter");
    const hit = page.locator("main table tbody tr").first();
    const nothing = page.getByText("Inget finns lagrat om det här numret");
    await (found ? hit : nothing).waitFor();
    assert.equal(await (found ? nothing : hit).count(), 0, number);
  }
  await page.goto("/processing/undefined");
  await page.getByText("Allt har förståtts").waitFor();
  await close();
});

/** Looks until it holds: the page changes by itself. */
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + COUNTED_MS;
  while (!(await holds())) {
    assert.ok(Date.now() < end, what);
    await new Promise((later) => setTimeout(later, 250));
  }
}

/** Records take seconds from the file to the page. */
async function untilCounted(page: Page, text: RegExp): Promise<void> {
  const until = Date.now() + COUNTED_MS;
  for (;;) {
    await page.reload();
    await page.getByRole("heading", { name: /^(Skydd|Shield)$/ }).waitFor();
    const seen = page.getByText(text).first();
    if (
      await seen.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    )
      return;
    assert.ok(Date.now() < until, `never counted: ${text}`);
  }
}
