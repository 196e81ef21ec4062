import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

let product: Product;
let town: Town;
let scene: Scene;
const folder = mkdtempSync(join(tmpdir(), "gallra-copies-"));

before(async () => {
  product = await shareProduct();
  town = await settle(product, "kopior");
  scene = await openScene(product);
});

after(async () => {
  await scene?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => scene.closeLeftOver());

test("a canary flies through the running product, and its signed night stands on the desk and is checked offline", async () => {
  const [night] = await product.command(["canary", "run"]);
  assert.equal(night?.["outcome"], "gone", JSON.stringify(night));
  assert.equal(night?.["unclassified"], 0, "every folder and file of a running home belongs to a store");

  const dpo = await scene.open({ language: "sv", width: 360 }, town.dpo);
  const { page } = dpo;
  await page.goto("/copies");
  await page.getByText(/hittad i 11 av 11 lager, raderad, hittad i 0/).waitFor();
  await page.getByRole("heading", { name: "Om det läckte nu" }).waitFor();
  await page.getByRole("heading", { name: "Alla lager" }).waitFor();
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "copies-sv-360");
  const file = join(folder, "night.jws");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Spara den undertecknade natten" }).click();
  await (await saving).saveAs(file);
  await dpo.close();
  const [told] = await product.command(["canary", "verify", file]);
  assert.deepEqual([told?.["valid"], told?.["keyPinned"]], [true, true]);
  assert.doesNotMatch(Buffer.from(readFileSync(file, "utf8").split(".")[1] ?? "", "base64url").toString(), /70174/);

  const administrator = await scene.open({ language: "en" }, town.administrator);
  await administrator.page.goto("/overview");
  await administrator.page.getByText(/found in 11 of 11 stores, erased, found in 0/).waitFor();
  await administrator.page.getByRole("link", { name: "Copies", exact: true }).first().click();
  await administrator.page.getByText("How a request reaches it").first().click();
  await administrator.page.getByText("opened and looked through").first().waitFor();
  await shoot(administrator.page, "copies-en");
  await administrator.close();
});

test("whoever operates the installation sees every store and the canary, and no figure of a company", async () => {
  const operator = await scene.open({ language: "en", theme: "dark" }, town.operator);
  const { page } = operator;
  await page.goto("/maintenance/copies");
  await page.getByRole("heading", { name: "Every store" }).waitFor();
  await page.getByText(/companies measured/).waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "Values" }).count(), 0);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "copies-operator");
  await page.goto("/companies");
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.getByText("Canary", { exact: true }).count(), 0);
  await operator.close();
});
