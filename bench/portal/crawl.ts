import type { Page, Request } from "playwright-core";
import { settled, watchRequests } from "#app/_e2e/asking.ts";
import { launchBrowser, openContext, signIn } from "#app/_e2e/browser.ts";
import { PAGES, type Places } from "#app/_e2e/pages.ts";
import type { Product } from "#app/_e2e/product.ts";
import { NUMBER, OTHER_NUMBER, type Person } from "#app/_e2e/settle.ts";

export interface Crawled {
  readonly addresses: number;
  readonly pages: number;
  /** Where something planted stood: the kind of place and the path, never the value. */
  readonly leaks: readonly string[];
}

/**
 * Walks through every page as everybody who sees something on it, presses what there is to press, and looks at every address a
 * browser ever named: requests, redirects, referrers, the address bar, titles and storage.
 */
export async function crawl(product: Product, places: Places): Promise<Crawled> {
  const browser = await launchBrowser();
  const { town } = places;
  const planted = plantedIn([town.administrator, town.dpo, town.reseller, town.operator]);
  const leaks = new Set<string>();
  let addresses = 0;
  let pages = 0;
  const look = (where: string, text: string, path: string) => {
    const plain = decoded(text);
    if (planted.some((value) => plain.includes(value))) leaks.add(`${where} on ${path}`);
  };
  try {
    for (const who of ["administrator", "dpo", "reseller", "operator"] as const) {
      const context = await openContext(browser, product.address, { language: "en" });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      watchRequests(page);
      let path = "/sign-in";
      const heard = (request: Request) => {
        addresses++;
        look("an address", request.url(), path);
        look("a referrer", request.headers()["referer"] ?? "", path);
      };
      page.on("request", heard);
      page.on("framenavigated", (frame) => look("the address bar", frame.url(), path));
      await signIn(page, town[who]);
      for (const entry of PAGES.filter((one) => one.as.includes(who))) {
        path = entry.route;
        pages++;
        page.setDefaultTimeout(PATIENCE_MS);
        await whereItIs(page, () => page.goto(entry.path(places)));
        await settled(page).catch(() => undefined);
        // Not everybody has everything to press.
        page.setDefaultTimeout(2_000);
        for (const step of entry.steps ?? []) await step(page).catch(() => undefined);
        await whereItIs(page, () => search(page));
        await page.waitForTimeout(300);
        look("a title", await whereItIs(page, () => page.title()), path);
        look("storage", await whereItIs(page, () => stored(page)), path);
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { addresses, pages, leaks: [...leaks] };
}

const PATIENCE_MS = 120_000;
const TRIES = 5;

/** What was pressed may lead to another page in this very moment: then it is asked of, or left for, anew. */
async function whereItIs<T>(page: Page, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < TRIES; tries++) {
    try {
      return await ask();
    } catch {
      await page.waitForLoadState("load", { timeout: PATIENCE_MS });
    }
  }
  return await ask();
}

/** Types a number and a name into whatever is there to search in. */
async function search(page: Page): Promise<void> {
  for (const box of await page.locator("main search input, main input[type=search]").all()) {
    await box.fill(NUMBER).catch(() => undefined);
    await box.press("Enter").catch(() => undefined);
  }
}

async function stored(page: Page): Promise<string> {
  return await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
}

/** The numbers in every notation an address could carry them in, and the people by their addresses and passwords. */
function plantedIn(people: readonly Person[]): string[] {
  const numbers = [NUMBER, OTHER_NUMBER].map((number) => number.slice(1));
  return [
    ...numbers,
    ...numbers.map((number) => number.slice(-7)),
    ...people.flatMap((one) => [one.email, one.password]),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " ")).replace(/(\d)[\s().-]+(?=\d)/g, "$1");
  } catch {
    return text;
  }
}
