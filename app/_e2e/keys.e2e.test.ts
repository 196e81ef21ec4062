import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "nycklar");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("a generation is started behind the password, is told when it has ended, and a person is found after it as before", async () => {
  const [before] = await product.command(["keys", "status"]);
  const administrator = await scene.open({ language: "en" }, town.administrator);
  const calls = async () => {
    await administrator.page.goto("/data");
    await administrator.page.locator("#number").fill(NUMBER);
    await administrator.page.locator("#number").press("Enter");
    await administrator.page.locator("main table tbody tr").first().waitFor();
    return await administrator.page.locator("main table tbody tr").count();
  };
  const found = await calls();
  assert.ok(found > 0);

  const operator = await scene.open({ language: "en" }, town.operator);
  const { page } = operator;
  await page.goto("/maintenance/keys");
  await page.getByText("Next generation").waitFor();
  await page.getByRole("button", { name: "Start a generation now" }).click();
  const dialog = page.getByRole("dialog");
  const ask = await dialog
    .getByLabel("Your password")
    .waitFor({ timeout: 2_000 })
    .then(
      () => true,
      () => false,
    );
  if (ask) {
    await dialog.getByLabel("Your password").fill(town.operator.password);
    await dialog.getByLabel("Your password").press("Enter");
  }
  await page.locator("main table tbody tr", { hasText: "all keys" }).first().waitFor({ timeout: 60_000 });
  await page.getByText("Under way").waitFor({ state: "detached", timeout: 60_000 });
  assert.deepEqual(await violations(page), []);
  await shoot(page, "keys-en");
  await operator.close();

  const [now] = await product.command(["keys", "status"]);
  assert.notEqual(now?.["rootKid"], before?.["rootKid"]);
  assert.equal(await calls(), found, "the running portal knows the new keys by itself");
  await administrator.close();

  const swedish = await scene.open({ language: "sv", width: 360, theme: "dark" }, town.operator);
  await swedish.page.goto("/maintenance/keys");
  await swedish.page.getByText("Nästa nyckelgeneration").waitFor();
  await swedish.page.getByText("alla nycklar").first().waitFor();
  assert.equal(await tooWide(swedish.page), 0);
  assert.deepEqual(await violations(swedish.page), []);
  await shoot(swedish.page, "keys-sv-360");
  await swedish.close();
});
