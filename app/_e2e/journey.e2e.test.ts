import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import type { Product } from "./product.ts";
import { askedBy, settled } from "./asking.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, OTHER_NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 90_000;

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "ekbacken");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("a stranger is sent to the sign-in page, which refuses a wrong password with a sentence and lets the right one in", async () => {
  const { page, close } = await scene.open({ language: "en" });
  await page.goto("/data");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.locator("#email").fill(town.administrator.email);
  await page.locator("#password").fill("not the password");
  await page.locator("button[type=submit]").click();
  await page.getByText("do not belong together").waitFor();
  await page.locator("#password").fill(town.administrator.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL("**/overview");
  await page.getByRole("navigation").first().waitFor();
  await close(["401"]);
});

test("a number in any notation is found, and the box says how it was read", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  for (const notation of ["0046 70 174 06 05", "(070) 174 06 05", "tel:+46701740605"]) {
    // The same stands there already from the notation before: what counts is what this one is answered.
    const answer = page.waitForResponse("**/api/trpc/data.search");
    await find(page, notation);
    assert.equal((await answer).status(), 200);
    await settled(page);
    await page.getByText(`1–${town.calls} of ${town.calls}`).waitFor();
  }
  await find(page, "3010");
  await page.getByText("This is not something to search for").waitFor();
  assert.ok(!askedBy(page).includes("70"), "no number stands in the address");
  await close();
});

test("what matches is exported once, by a link that works once", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page, NUMBER);
  await page.getByRole("button", { name: "Export…" }).click();
  await page.getByLabel("What is it for").fill("Art. 15, request 30");
  await page.getByRole("button", { name: "Start the export" }).click();
  const button = page.getByRole("button", { name: "Download once" });
  await button.waitFor({ timeout: DONE_MS });
  await shoot(page, "export-en");
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
  assert.equal(lines.filter((line) => line.includes("CALL_HISTORY")).length, town.calls);
  const spent = await page.request.post(file.url(), {
    form: { token: "x".repeat(43) },
    headers: { "sec-fetch-site": "same-origin" },
  });
  assert.ok(spent.status() >= 400, `a spent link answered ${spent.status()}`);
  await page.goto("/exports");
  await page.getByText("Downloaded").or(page.getByText("Ready")).first().waitFor();
  await close();
});

test("what is erased is gone, stays gone, and has a certificate that verifies offline", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page, NUMBER);
  await page.getByRole("button", { name: "Erase…" }).click();
  await page.getByLabel("Reason").fill("Art. 17(1)(b), request 31");
  await page.getByLabel("Time to change your mind").selectOption("0");
  const erase = page.getByRole("button", { name: `Erase ${town.calls} rows` });
  assert.equal(await erase.isDisabled(), true, "without the typed count");
  await page.getByLabel(`Type ${town.calls} to confirm`).fill(String(town.calls));
  await shoot(page, "erase-en");
  await erase.click();
  const link = page.getByRole("link", { name: "Open the certificate" });
  await link.waitFor({ timeout: DONE_MS });
  await link.click();
  await page.getByText("the re-search found nothing").waitFor();
  await shoot(page, "certificate-en");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  const saved = join(dirname(product.home), "certificate.jws");
  writeFileSync(saved, readFileSync(await file.path()));
  assert.ok(!readFileSync(saved, "utf8").includes(NUMBER));
  assert.equal((await product.command(["certificate", "verify", saved])).length > 0, true);
  await page.goto("/data");
  await find(page, "+46 70 174 06 05");
  await page.getByText("Nothing is stored about this number").waitFor();
  await close();
});

test("rows are chosen one by one, by the page, or all that match", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page, OTHER_NUMBER);
  await page.getByLabel("Per page").selectOption("25");
  await page.getByText("1–25 of 30").waitFor();
  await page
    .getByRole("checkbox", { name: /^Select the call of/ })
    .first()
    .check();
  await page.getByText("1 row is selected.").waitFor();
  await page.getByRole("checkbox", { name: "Select the whole page" }).check();
  await page.getByText("25 rows are selected.").waitFor();
  await page.getByRole("button", { name: "Select all 30 exact hits" }).click();
  await page.getByRole("button", { name: "Export 30…" }).waitFor();
  await page.getByRole("button", { name: "Select none" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("26–30 of 30").waitFor();
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Extension or queue").fill("4711");
  await page.getByLabel("Extension or queue").press("Enter");
  await page.getByText("Nothing matches these filters").waitFor();
  await close();
});

test("an erasure can be undone within its time, in which nobody can read the calls", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page, OTHER_NUMBER);
  await page.getByRole("button", { name: "Erase…" }).click();
  await page.getByLabel("Reason").fill("Art. 17, request 32");
  await page.getByLabel("Type 30 to confirm").fill("30");
  await page.getByRole("button", { name: "Erase 30 rows" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  const second = await page.context().newPage();
  await second.goto("/data");
  await find(second, OTHER_NUMBER);
  await second.getByText("Nothing is stored about this number").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone: everything is as it was").waitFor();
  await find(second, OTHER_NUMBER);
  await second.getByText("1–30 of 30").waitFor();
  await close();
});

test("each profile sees what it may, and is told so where it may not", async () => {
  const dpo = await scene.open({ language: "en" }, town.dpo);
  await dpo.page.goto("/data");
  await find(dpo.page, OTHER_NUMBER);
  await dpo.page.getByText(/of 30$/).waitFor();
  assert.equal(await dpo.page.getByRole("button", { name: "Erase…" }).count(), 0);
  await dpo.close();
  const reseller = await scene.open({ language: "en" }, town.reseller);
  await reseller.page.goto("/data");
  await reseller.page.getByText("You may not see this").waitFor();
  await reseller.page.goto("/companies");
  await reseller.page.getByRole("button", { name: /^Work on it/ }).click();
  await reseller.page.waitForURL("**/overview");
  await reseller.page.getByText(town.name).first().waitFor();
  await reseller.close();
});

test("signing out ends the session on the server, not only in the browser", async () => {
  const { page, context, close } = await scene.open({ language: "en" }, town.dpo);
  const cookies = await context.cookies();
  await page.goto("/");
  await page.getByRole("button", { name: /Account and settings/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in**");
  await context.addCookies(cookies);
  await page.goto("/overview");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await close();
});

test("a DPO shortens a rule after seeing what it does, and cannot lengthen it", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await page.goto("/retention");
  const change = page.getByRole("button", { name: "Change: Presentity, Phone number" });
  await change.click();
  await setRule(page, "90");
  await page
    .getByText(/^90 days from/)
    .first()
    .waitFor();
  await change.click();
  await setRule(page, "100");
  await page.getByText("You may only shorten this").waitFor();
  await close(["403", "400", "409"]);
});

async function setRule(page: Page, days: string): Promise<void> {
  await page.getByLabel("Days after the day of the call").fill(days);
  await page.getByLabel("Reason").fill("Tighter by decision 7");
  // A change that waits offers the same beside its line.
  await page.locator("form").getByRole("button", { name: "See what it does" }).click();
  const set = page.getByRole("button", { name: /^Set it for/ });
  const refused = page.getByText("You may only shorten this");
  await set.or(refused).first().waitFor();
  if (!(await refused.isVisible())) await set.click();
}

async function find(page: Page, text: string): Promise<void> {
  await page.locator("#number").fill(text);
  await page.locator("#number").press("Enter");
  await page
    .getByText(text === "3010" ? /not read/ : /read as|läst som/)
    .first()
    .waitFor();
}
