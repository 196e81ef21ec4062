import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { violations } from "./axe.ts";
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

/** As the town's telephone system writes a call that an extension made. */
function line(extension: string, called: string, minute: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return `CALL_HISTORY;extension=${extension};${day} 12:${minute + 10}:00.000;f-${minute};OUT;${extension};${called};;5;30;ANSWERED\n`;
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
