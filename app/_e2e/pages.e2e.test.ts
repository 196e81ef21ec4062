import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { tooWide, violations } from "./axe.ts";
import { PAGES, type PageEntry, type Places, settled, type Viewing } from "./pages.ts";
import { NUMBER, settle } from "./settle.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { shareProduct } from "./share-product.ts";
import { walkByKeyboard } from "./tabbing.ts";

const PORTAL = resolve(import.meta.dirname, "..", "(portal)");
const WIDTHS = [360, 720, 1280] as const;
const MORE_WIDTHS = [320, 480, 1024, 1920] as const;

let places: Places;
let scene: Scene;

before(async () => {
  const product = await shareProduct();
  const town = await settle(product, "sidby");
  const as = ["--company", town.slug, "--as", town.administrator.email];
  await product.command(["sign-in", "--as", town.administrator.email], town.administrator.password);
  // One call is erased, so that there is a certificate; the other party's calls of the same days stay.
  const day = new Date(Date.now() - 28 * 86_400_000).toISOString().slice(0, 10);
  const wish = ["--number", "-", "--reason", "Art. 17, request 3", "--to", day, "--yes"];
  const [done] = await product.command(["erase", ...as, ...wish], NUMBER);
  const statement: unknown = done?.["certificate"];
  const certificateId = String(Reflect.get(Object(statement), "certificateId") ?? Reflect.get(Object(statement), "id"));
  places = { town, certificateId };
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("every page of the portal is looked at", () => {
  const found = readdirSync(PORTAL, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/page.tsx"))
    .map((file) => `/${file.slice(0, -"/page.tsx".length)}`)
    .sort();
  assert.deepEqual(found, PAGES.map(({ route }) => route).sort());
});

for (const entry of PAGES) {
  test(`${entry.route} is accessible and fits in both languages, both themes and every width, with what opens on it`, async () => {
    const faults: string[] = [];
    for (const language of ["sv", "en"] as const) {
      for (const [index, who] of entry.as.entries()) {
        // Other people see other parts of a page: they are looked at once, in the look that is hardest.
        if (index > 0 && language === "en") continue;
        const { page, close } = await openAs(entry, who, language);
        const at = (what: string) => (fault: string) => `${who} ${language} ${what}: ${fault}`;
        await page.goto(entry.path(places));
        await settled(page);
        for (const [count, step] of [null, ...(entry.steps ?? [])].entries()) {
          if (step !== null) {
            await page.setViewportSize({ width: 1280, height: 900 });
            if (!(await possible(step, page))) break;
            await settled(page);
          }
          faults.push(...(await lookAt(page, entry, at, index === 0 ? WIDTHS : [360], count)));
        }
        await close(["403"]);
      }
    }
    assert.deepEqual(faults, []);
  });
}

test("each page is walked by the Tab key: the focus is always visible, never trapped, and skips to the content first", async () => {
  const faults: string[] = [];
  for (const entry of PAGES) {
    const { page, close } = await openAs(entry, entry.as[0], "en");
    await page.goto(entry.path(places));
    await settled(page);
    faults.push(...(await walkByKeyboard(page)).map((fault) => `${entry.route}: ${fault}`));
    await close();
  }
  assert.deepEqual(faults, []);
});

test("each page says that it loads, why it failed with the request's id and a way to try again, and that one may not", async () => {
  const faults: string[] = [];
  for (const entry of PAGES) {
    const { page, close } = await openAs(entry, entry.as[0], "en");
    await page.goto("/me");
    const held: (() => void)[] = [];
    let asked = 0;
    await page.route("**/api/trpc/**", async (route) => {
      asked++;
      await new Promise<void>((go) => held.push(go));
      await route.fulfill({ status: 500, contentType: "application/json", body: JSON.stringify(FAILED) });
    });
    await page.goto(entry.path(places));
    await page.waitForTimeout(400);
    if (asked === 0) {
      await close();
      continue;
    }
    if ((await page.locator("main .appear-late").count()) === 0)
      faults.push(`${entry.route}: says nothing while it loads`);
    for (let round = 0; round < 8; round++) {
      for (const go of held.splice(0)) go();
      await page.waitForTimeout(200);
    }
    const told = page.locator("main").getByText("req-of-the-test").first();
    if ((await told.count()) === 0) faults.push(`${entry.route}: does not tell the request's id when it fails`);
    if ((await page.locator("main").getByRole("button", { name: "Try again" }).count()) === 0)
      faults.push(`${entry.route}: offers no way to try again`);
    faults.push(...(await violations(page)).map((fault) => `${entry.route} failed: ${fault}`));
    await close(["500"]);
    if (entry.closedTo === null) continue;
    const stranger = await openAs(entry, entry.closedTo, "en");
    await stranger.page.goto(entry.path(places));
    await stranger.page
      .getByText("You may not see this")
      .waitFor({ timeout: 5_000 })
      .catch(() => faults.push(`${entry.route}: does not tell ${entry.closedTo} that they may not`));
    await stranger.close(["403"]);
  }
  assert.deepEqual(faults, []);
});

const MOST_SCRIPT_KB = 210;

test("the first view of a page carries little script, packed on its way", async (t) => {
  for (const path of ["/sign-in", "/overview", "/data"]) {
    const { page, context, close } = await scene.open({ language: "en" }, places.town.administrator);
    // Signing in has filled the cache already: what counts is a browser that comes for the first time.
    const cookies = path === "/sign-in" ? [] : await context.cookies();
    const fresh = await scene.open({ language: "en" });
    await fresh.context.addCookies(cookies);
    const scripts: Promise<{ kb: number; packed: boolean }>[] = [];
    fresh.page.on("response", (response) => {
      if (response.request().resourceType() !== "script") return;
      const packed = /gzip|br|zstd/.test(response.headers()["content-encoding"] ?? "");
      scripts.push(response.body().then((body) => ({ kb: gzipSync(body, { level: 9 }).length / 1024, packed })));
    });
    await fresh.page.goto(path);
    if (path !== "/sign-in") await settled(fresh.page);
    else await fresh.page.locator("button[type=submit]:enabled").waitFor();
    const loaded = await Promise.all(scripts);
    const kb = loaded.reduce((sum, one) => sum + one.kb, 0);
    t.diagnostic(`${path}: ${kb.toFixed(0)} kB gzip in ${loaded.length} files`);
    assert.ok(kb < MOST_SCRIPT_KB, `${path} loads ${kb.toFixed(0)} kB of script`);
    assert.ok(
      loaded.every(({ packed }) => packed),
      `${path}: a script comes unpacked`,
    );
    await page.close();
    await fresh.close();
    await close();
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

async function openAs(entry: PageEntry, who: Viewing, language: "sv" | "en") {
  const opened = await scene.open({ language, width: 1280 }, places.town[who]);
  if (who === "reseller" && entry.route !== "/companies") {
    await opened.page.goto("/companies");
    const choose = opened.page.getByRole("button", { name: /^(Work on it|Arbeta med det)/ }).first();
    await choose
      .or(opened.page.getByText(/^(chosen|valt)$/).first())
      .first()
      .waitFor();
    if (await choose.isVisible()) {
      await choose.click();
      await opened.page.waitForURL("**/overview");
    }
  }
  return opened;
}

/** A step that this person is not offered ends what is opened for them. */
async function possible(step: (page: Page) => Promise<void>, page: Page): Promise<boolean> {
  page.setDefaultTimeout(3_000);
  const done = await step(page).then(
    () => true,
    () => false,
  );
  page.setDefaultTimeout(45_000);
  return done;
}

async function lookAt(
  page: Page,
  entry: PageEntry,
  at: (what: string) => (fault: string) => string,
  widths: readonly number[],
  step: number,
): Promise<string[]> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const what = `${width} ${theme} step ${step}`;
      const found = await violations(page, width === widths[0] && theme === "light" ? "all" : "look");
      faults.push(...found.map(at(what)));
      if (process.env["GALLRA_SHOOT"] === "1")
        await shoot(
          page,
          `${entry.route.replaceAll(/[/[\]]+/g, "-").slice(1)}-${at("")("").slice(0, 16).trim().replaceAll(/\W+/g, "-")}-${width}-${theme}-${step}`,
        );
    }
    const over = await tooWide(page);
    if (over > 0) faults.push(at(`${width} step ${step}`)(`${over} px too wide`));
  }
  for (const width of MORE_WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await tooWide(page);
    if (over > 0) faults.push(at(`${width} step ${step}`)(`${over} px too wide`));
  }
  return faults;
}
