import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { addPerson, NUMBER, type Person, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const WHOLE = "+46 70 174 06 05";
const SIX_MASKED = "+46 70 1•• •• ••";

let product: Product;
let town: Town;
let scene: Scene;
let supervisor: Person;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "profilby");
  supervisor = await addPerson(product, {
    email: "sam@profilby.example",
    profile: "supervisor",
    place: ["--company", "profilby"],
  });
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("a profile is made beside what its people will see, given to somebody, and holds from their next click", async () => {
  const theirs = await scene.open({ language: "en" }, supervisor);
  await theirs.page.goto("/");
  await theirs.page.getByText("Your reports come in a later release").waitFor();
  assert.equal(await theirs.page.getByRole("link", { name: "Data management" }).count(), 0);

  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/profiles");
  await page.getByRole("button", { name: "New profile" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Reception");
  await page.getByLabel("Show a masked number whole").check();
  assert.ok(await page.getByLabel("Search by phone number").isChecked(), "a right comes with what it needs");
  await page.locator("#screen-digits").selectOption("6");
  await page.locator("#screen-extension").selectOption("hidden");
  await page.getByText(SIX_MASKED).first().waitFor();
  await shoot(page, "profiles-editor-en");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Save the profile" }).click();
  await page.getByRole("heading", { name: "Reception" }).waitFor();

  await page.goto("/people");
  await page.getByText("sam@profilby.example").waitFor();
  await give(page, "sam", "Reception");
  await close();

  await theirs.page.goto("/data");
  await find(theirs.page);
  await theirs.page.getByText(SIX_MASKED).first().waitFor();
  assert.equal(await theirs.page.getByText(/extension=\d/).count(), 0, "what the profile hides is not there");
  await theirs.close();
});

test("a number is shown whole for half a minute at the most: with a purpose, and gone by Escape or with the window", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page);
  await page.getByTitle("Show everything about this call").first().click();
  // Above the results stands what was typed; the value that is revealed stands in the details.
  const whole = page.getByRole("region", { name: /^Call of/ }).getByText(WHOLE);
  const show = page.getByRole("button", { name: "Show the whole phone number" });
  await show.first().click();
  await page.getByLabel("Purpose").fill("call back 070-174 06 05");
  await page.getByRole("button", { name: "Show", exact: true }).last().click();
  await page.getByText("Leave numbers out of the purpose").waitFor();
  await page.getByLabel("Purpose").fill("the caller wants to be called back");
  await page.getByRole("button", { name: "Show", exact: true }).last().click();
  await whole.waitFor();
  await page
    .getByText(/^(30|2\d) s$/)
    .first()
    .waitFor();
  await shoot(page, "reveal-en");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await whole.waitFor({ state: "detached" });
  assert.ok(await show.first().isVisible(), "the details stay open");

  // The purpose holds for the rest of the search; a window that is not seen shows nothing.
  await show.first().click();
  await whole.waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await whole.waitFor({ state: "detached" });
  await page.evaluate(() => Reflect.deleteProperty(document, "hidden"));

  // By itself after the time, too.
  await page.clock.install();
  await show.first().click();
  await whole.waitFor();
  await page.clock.runFor(31_000);
  await whole.waitFor({ state: "detached" });
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!/0605|06 05/.test(stored), "nothing lies in the browser's storage");

  await page.goto("/audit");
  await page.getByText("the caller wants to be called back").first().waitFor();
  await close(["400"]);
});

test("the pages stand on a phone and in Swedish", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360, height: 780 }, town.administrator);
  await page.goto("/profiles");
  await page.getByRole("heading", { name: "Profiler" }).waitFor();
  await page.getByText("Företagsadministratör").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "profiles-sv-360");
  await page.getByRole("button", { name: "Ny profil" }).click();
  await page.getByText("Så ser ett samtal ut för dem").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, "the page does not move sideways");
  assert.deepEqual(await violations(page), []);
  await shoot(page, "profiles-editor-sv-360");
  await close();
});

async function find(page: Page): Promise<void> {
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
  await page.getByText("read as").first().waitFor();
}

/** On the page of people: opens somebody and gives them a profile. */
async function give(page: Page, name: string, profile: string): Promise<void> {
  await page.getByRole("button", { name: `Open: ${name}` }).click();
  await page.getByLabel(`Profile of ${name}`).selectOption({ label: profile });
  await page.getByRole("button", { name: `Give ${name} the profile ${profile}` }).click();
  await page.getByRole("button", { name: `Give ${name} the profile ${profile}` }).waitFor({ state: "detached" });
}
