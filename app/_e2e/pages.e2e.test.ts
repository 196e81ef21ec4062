import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Locator, Page, Response } from "playwright-core";
import { after, afterEach, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { violations } from "./axe.ts";
import { settled } from "./asking.ts";
import { PAGES, type Places } from "./pages.ts";
import { addNeighbour, addSources, openPagesScene } from "./pages-scene.ts";
import type { Product } from "./product.ts";
import { addPerson } from "./settle.ts";
import type { Scene } from "./scene.ts";
import type { Visits } from "./visits.ts";

const SAID_MS = 20_000;
const PORTAL = resolve(import.meta.dirname, "..", "(portal)");

let places: Places;
let scene: Scene;
let product: Product;
let visits: Visits;

before(async () => {
  const opened = await openPagesScene("sidlund");
  ({ places, scene, product, visits } = opened);
  await addSources(opened, 10);
  await addNeighbour(opened);
});

after(() => scene?.close());
afterEach(() => visits.closeLeftOver());

test("every page of the portal is looked at", () => {
  const found = readdirSync(PORTAL, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/page.tsx"))
    .map((file) => `/${file.slice(0, -"/page.tsx".length)}`)
    .sort();
  assert.deepEqual(found, PAGES.map(({ route }) => route).sort());
});

test("each page says that it loads, why it failed with the request's id and a way to try again, and that one may not", async () => {
  const faults: string[] = [];
  for (const entry of PAGES) {
    const { page, end } = await visits.visitAs(entry.as[0], "en");
    const letGo = await holdRequests(page);
    const says = async (what: string, text: Locator, state: "visible" | "attached" = "visible") =>
      await text.waitFor({ state, timeout: SAID_MS }).catch(() => faults.push(`${entry.route}: ${what}`));
    await page.goto(entry.path(places));
    await entry.ask?.(page);
    await says("says nothing while it loads", page.locator("main .appear-late").first(), "attached");
    letGo();
    const main = page.locator("main");
    await says("does not tell the request's id when it fails", main.getByText("req-of-the-test").first());
    await says("offers no way to try again", main.getByRole("button", { name: "Try again" }).first());
    await settled(page);
    faults.push(...(await violations(page)).map((fault) => `${entry.route} failed: ${fault}`));
    await end();
    if (entry.closedTo === null) continue;
    const stranger = await visits.visitAs(entry.closedTo, "en");
    await stranger.page.goto(entry.path(places));
    const refused = stranger.page.getByText("You may not see this");
    await says(`does not tell ${entry.closedTo} that they may not`, refused);
    await stranger.end();
  }
  assert.deepEqual(faults, []);
});

/** From now on every question of the page waits; when they are let go, they and all later ones fail. */
async function holdRequests(page: Page): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route("**/api/trpc/**", async (route) => {
    await held.promise;
    await route.fulfill({ status: 500, contentType: "application/json", body: JSON.stringify(FAILED) });
  });
  return () => held.resolve();
}

for (const { route, path, narrow } of PAGES) {
  if (narrow === undefined) continue;
  test(`${route}, narrowed to nothing, says that nothing fits and leads back to what is there`, async () => {
    const { page, end } = await visits.visitAs(narrow.as, "en");
    await page.goto(path(places));
    await settled(page);
    await narrow.to(page);
    const nothing = page.locator("main [data-state=filtered]");
    await nothing.getByRole("heading", { name: "Nothing matches these filters" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await nothing.getByRole("button", { name: "Clear the filters" }).click();
    await nothing.waitFor({ state: "detached" });
    await page.locator("main tbody tr").first().waitFor();
    assert.deepEqual(await end(), []);
  });
}

test("the palette and the keys go where they say, take nothing from who types, and are accessible while they are open", async () => {
  const { page, end } = await visits.visitAs("administrator", "en");
  await page.goto("/data");
  await settled(page);
  await page.locator("#number").focus();
  await page.keyboard.type("g s?");
  assert.equal(await page.locator("#number").inputValue(), "g s?");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.keyboard.press("Control+K");
  const box = page.getByRole("combobox", { name: "Jump to a page or do something" });
  await box.waitFor();
  assert.deepEqual(await violations(page), []);
  await box.fill("cert");
  await box.press("Enter");
  await page.waitForURL("**/certificates");
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL("**/sources");
  await settled(page);
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("checkbox", { name: "Keys of a single letter" }).uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.equal(await page.locator("dialog[open]").count(), 0, "whoever switched them off is left alone");
  await page.keyboard.press("Control+K");
  await page.getByRole("option", { name: /Sign out/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Account and settings/ }).click();
  assert.deepEqual(await violations(page), [], "with the menu open");
  assert.deepEqual(await end(), []);
});

test("a form tells at the field what is wrong, puts the focus there, and shows the server's refusal in the reader's language", async () => {
  const { page, end } = await visits.visitAs("reseller", "sv");
  await page.goto("/companies");
  await page.getByRole("button", { name: "Lägg till ett företag" }).click();
  await page.getByLabel("Namn", { exact: true }).fill("Provbolaget");
  await page.getByLabel("Kortnamn", { exact: true }).fill("Stora Bokstäver");
  await page.getByRole("button", { name: "Lägg till", exact: true }).click();
  const slug = page.getByLabel("Kortnamn", { exact: true });
  assert.equal(await slug.getAttribute("aria-invalid"), "true");
  assert.equal(await slug.evaluate((field) => field === document.activeElement), true);
  const told = await slug.getAttribute("aria-describedby");
  const sentence = page.locator(`#${told?.split(" ").at(-1)}`);
  assert.match((await sentence.textContent()) ?? "", /små bokstäver, siffror och bindestreck/);
  await slug.fill(places.town.slug);
  await page.getByRole("button", { name: "Lägg till", exact: true }).click();
  await page.getByText("Ett annat företag har redan det kortnamnet").waitFor();
  assert.equal(await slug.getAttribute("aria-invalid"), "true");
  assert.deepEqual(await violations(page), []);
  await end();
});

test("an empty company is led from its first step to the next, and no page is bare", async () => {
  await product.command(["company", "add", "--slug", "sidby-tom", "--name", "Tomma huset"]);
  const anna = { email: "anna@sidby-tom.example", profile: "company-administrator", place: ["--company", "sidby-tom"] };
  const { page, context, close } = await scene.open({ language: "en" }, await addPerson(product, anna));
  await page.goto("/");
  await page.getByRole("heading", { name: "First steps" }).waitFor();
  assert.deepEqual(await violations(page), []);
  for (const { route } of PAGES.filter(({ empties }) => empties)) {
    await page.goto(route);
    await page.locator("main [data-state=empty]").first().waitFor();
    assert.deepEqual(await violations(page), [], route);
  }
  await page.goto("/sources/new");
  const folder = join(product.home, "shared", "sidby-tom");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(places.town.folder, "calls.csv"), join(folder, "calls.csv"));
  await page.getByLabel("Name", { exact: true }).fill("Presentity");
  await page.getByLabel("Driver").selectOption("flexi-call-history");
  await page.getByLabel("Folder").fill(folder);
  await page.getByRole("button", { name: "Test connection", exact: true }).click();
  await page.getByText("The folder can be read: 1 file fits.").waitFor();
  assert.match(
    (await page.getByRole("status").allTextContents()).join(" "),
    /•/,
    "the numbers of the sample are masked",
  );
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
  await page.goto("/overview");
  await page.getByText(/[1-4] of 5 done/).waitFor();
  await page.getByRole("button", { name: "Put the guide away" }).click();
  await page.reload();
  await settled(page);
  assert.equal(await page.getByRole("heading", { name: "First steps" }).count(), 0);
  await context.clearCookies({ name: "gallra-guide" });
  await close(["403"]);
});

test("an address that leads nowhere says so and how to go on", async () => {
  const { page, end } = await visits.visitAs("administrator", "sv");
  await page.goto("/finns-inte");
  await page.getByText("Sidan finns inte").waitFor();
  assert.deepEqual(await violations(page), []);
  await end(["404"]);
});

const MOST_SCRIPT_KB = 210;

test("the first view of a page carries little script, packed on its way", async (t) => {
  for (const path of ["/sign-in", "/overview", "/data"]) {
    // Signing in has filled that browser's cache already: what counts is one that comes for the first time.
    const { context, end } = await visits.visitAs("administrator", "en");
    const cookies = path === "/sign-in" ? [] : await context.cookies();
    const fresh = await scene.open({ language: "en" });
    await fresh.context.addCookies(cookies);
    const scripts: ReturnType<typeof measure>[] = [];
    fresh.page.on("response", (response) => {
      if (response.request().resourceType() !== "script") return;
      scripts.push(measure(response));
    });
    const html = (await (await fresh.page.goto(path))?.text()) ?? "";
    if (path !== "/sign-in") await settled(fresh.page);
    else await fresh.page.locator("button[type=submit]:enabled").waitFor();
    // What the page itself names; plots, panels and the guide are fetched once it stands.
    const loaded = (await Promise.all(scripts)).filter(({ file }) => html.includes(`src="${file}`));
    assert.ok(loaded.length > 3, "the page's own scripts were found");
    const kb = loaded.reduce((sum, one) => sum + one.kb, 0);
    t.diagnostic(`${path}: ${kb.toFixed(0)} kB gzip in ${loaded.length} files`);
    assert.ok(kb < MOST_SCRIPT_KB, `${path} loads ${kb.toFixed(0)} kB of script`);
    assert.ok(
      loaded.every(({ packed }) => packed),
      `${path}: a script comes unpacked`,
    );
    await fresh.close();
    await end();
  }
});

const FAILED = {
  error: {
    json: {
      message: "",
      code: -32603,
      data: { appCode: "internal", retry: true, field: null, requestId: "req-of-the-test", httpStatus: 500 },
    },
  },
};

async function measure(
  response: Response,
): Promise<{ readonly file: string; readonly kb: number; readonly packed: boolean }> {
  const body = await response.body();
  // What is smaller than this gains nothing by being packed.
  const packed = (await response.headerValue("content-encoding")) !== null || body.length < 1_024;
  return { file: new URL(response.url()).pathname, kb: gzipSync(body, { level: 9 }).length / 1024, packed };
}
