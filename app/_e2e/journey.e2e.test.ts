import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { violations } from "./axe.ts";
import { launchBrowser, openContext, type Screen, signIn } from "./browser.ts";
import { NUMBER, type Person, type Product, settle, startProduct, type Town } from "./product.ts";

/** The one that nobody erases for good. */
const OTHER_NUMBER = "070-174 06 33";
const SCREENS = join(tmpdir(), "gallra-screens");
const STORED_MS = 60_000;
const DONE_MS = 90_000;
const PATIENCE_MS = 45_000;

let product: Product;
let town: Town;
let browser: Browser;

before(async () => {
  mkdirSync(SCREENS, { recursive: true });
  product = await startProduct();
  town = await settle(product);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

/** A test that failed leaves its page open: its picture tells why. */
afterEach(async () => {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await shoot(page, `failed-${Date.now()}`);
    await context.close();
  }
});

test("a wrong password is refused with a sentence, and a stranger is sent to the sign-in page", async () => {
  const { page, close } = await open({ language: "en" });
  await page.goto("/data");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.locator("#email").fill(town.administrator.email);
  await page.locator("#password").fill("not the password");
  await page.locator("button[type=submit]").click();
  await page.getByText("do not belong together").waitFor();
  await close(["401"]);
});

test("a number in any notation is found, and the box says how it was read", async () => {
  const { page, close } = await open({ language: "en" }, town.administrator);
  await waitUntilStored(page);
  for (const notation of ["0046 70 174 06 05", "(070) 174 06 05", "tel:+46701740605"]) {
    await find(page, notation);
    await page.getByText(`1–${town.calls} of ${town.calls}`).waitFor();
  }
  await find(page, "3010");
  await page.getByText("This is not something to search for").waitFor();
  assert.ok(!page.url().includes("70"), "no number stands in the address");
  await close();
});

test("what matches is exported once, by a link that works once", async () => {
  const { page, close } = await open({ language: "en" }, town.administrator);
  await page.goto("/data");
  await find(page, NUMBER);
  await page.getByRole("button", { name: "Export…" }).click();
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
  const { page, close } = await open({ language: "en" }, town.administrator);
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
  const saved = join(product.home, "certificate.jws");
  writeFileSync(saved, readFileSync(await file.path()));
  assert.ok(!readFileSync(saved, "utf8").includes(NUMBER));
  assert.equal((await product.command(["certificate", "verify", saved])).length > 0, true);
  await page.goto("/data");
  await find(page, "+46 70 174 06 05");
  await page.getByText("Nothing is stored about this number").waitFor();
  await close();
});

test("rows are chosen one by one, by the page, or all that match", async () => {
  const { page, close } = await open({ language: "en" }, town.administrator);
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
  await page.locator("#filter-source").selectOption("voicemail");
  await page.getByText("Nothing matches these filters").waitFor();
  await close();
});

test("an erasure can be undone within its time, in which nobody can read the calls", async () => {
  const { page, close } = await open({ language: "en" }, town.administrator);
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
  const dpo = await open({ language: "en" }, town.dpo);
  await dpo.page.goto("/data");
  await find(dpo.page, "070-174 06 33");
  await dpo.page.getByText(/of 30$/).waitFor();
  assert.equal(await dpo.page.getByRole("button", { name: "Erase…" }).count(), 0);
  await dpo.close();
  const reseller = await open({ language: "en" }, town.reseller);
  await reseller.page.goto("/data");
  await reseller.page.getByText("You may not see this").waitFor();
  await reseller.page.goto("/companies");
  await reseller.page.getByRole("button", { name: /^Work on it/ }).click();
  await reseller.page.waitForURL("**/overview");
  await reseller.page.getByText("Vårdcentralen Ekbacken").waitFor();
  await reseller.close();
});

const PAGES = ["/overview", "/data", "/exports", "/retention", "/sources", "/certificates", "/audit", "/people", "/me"];
const LOOKS: readonly Screen[] = [
  { language: "sv", theme: "light", width: 1280 },
  { language: "en", theme: "dark", width: 1280 },
  { language: "sv", theme: "dark", width: 360, height: 800 },
];

for (const look of LOOKS) {
  test(`every page is accessible and fits: ${look.language}, ${look.theme}, ${look.width} px`, async () => {
    const { page, close } = await open(look, town.administrator);
    const faults: string[] = [];
    for (const path of PAGES) {
      await page.goto(path);
      if (path === "/data") await find(page, "0701740633");
      await page.waitForTimeout(700);
      await shoot(page, `${path.slice(1)}-${look.language}-${look.theme}-${look.width}`);
      faults.push(...(await violations(page)).map((fault) => `${path}: ${fault}`));
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) faults.push(`${path}: ${over} px too wide`);
    }
    assert.deepEqual(faults, []);
    await close();
  });
}

test("signing out ends the session on the server, not only in the browser", async () => {
  const { page, context, close } = await open({ language: "en" }, town.dpo);
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /Account and settings/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in**");
  await context.addCookies(cookies);
  await page.goto("/overview");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await close();
});

test("a DPO shortens a rule after seeing what it does, and cannot lengthen it", async () => {
  const { page, close } = await open({ language: "en" }, town.dpo);
  await page.goto("/retention");
  const change = page.getByRole("button", { name: "Change: Presentity, Phone number" });
  await change.click();
  await setRule(page, "90");
  await page.getByRole("cell", { name: "deleted after 90 days" }).waitFor();
  await change.click();
  await setRule(page, "100");
  await page.getByText("You may only shorten this").waitFor();
  await close(["403", "400", "409"]);
});

async function setRule(page: Page, days: string): Promise<void> {
  await page.getByLabel("Days after the day of the call").fill(days);
  await page.getByLabel("Reason").fill("Tighter by decision 7");
  await page.getByRole("button", { name: "See what it does" }).click();
  const set = page.getByRole("button", { name: "Set the rule" });
  const refused = page.getByText("You may only shorten this");
  await set.or(refused).first().waitFor();
  if (await set.isVisible()) await set.click();
}

/** A page whose console is watched: a violated policy or a script error fails the test that saw it. */
async function open(screen: Screen, person?: Person) {
  const context = await openContext(browser, product.address, screen);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  if (person !== undefined) await signIn(page, person);
  const close = async (expected: readonly string[] = []) => {
    await context.close();
    assert.deepEqual(
      heard.filter((text) => !expected.some((part) => text.includes(part))),
      [],
    );
  };
  return { page, context, close };
}

async function find(page: Page, text: string): Promise<void> {
  await page.locator("#number").fill(text);
  await page.locator("#number").press("Enter");
  await page
    .getByText(text === "3010" ? /not read/ : /read as|läst som/)
    .first()
    .waitFor();
}

/** The collector and the worker take their time; the page is asked until everything is there. */
async function waitUntilStored(page: Page): Promise<void> {
  const until = Date.now() + STORED_MS;
  for (;;) {
    await page.goto("/data");
    await find(page, NUMBER);
    if ((await page.getByText(`of ${town.calls}`, { exact: false }).count()) > 0) return;
    if (Date.now() > until) throw new Error("the calls were not stored in time");
    await page.waitForTimeout(1000);
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}
