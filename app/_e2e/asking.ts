import type { Page } from "playwright-core";
import { withoutIds } from "#server/domain/testing/without-ids.ts";

const UNTIL_STILL_MS = 45_000;
/** Pictures, styles and fonts change nothing that a page says. */
const WAITED_FOR: ReadonlySet<string> = new Set(["fetch", "xhr", "script", "document"]);
const open = new WeakMap<Page, Set<object>>();

/** From now on `settled` knows what the page has asked for and not been told. */
export function watchRequests(page: Page): void {
  const asked = new Set<object>();
  open.set(page, asked);
  page.on("request", (request) => {
    if (WAITED_FOR.has(request.resourceType())) asked.add(request);
  });
  page.on("requestfinished", (request) => void asked.delete(request));
  page.on("requestfailed", (request) => void asked.delete(request));
  // A page that is left cancels what it asked for, and not every such end is told.
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) asked.clear();
  });
}

/** The page stands still: nothing is loading any more, and what came has been drawn. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1, main h2").first().waitFor();
  const until = Date.now() + UNTIL_STILL_MS;
  for (let still = 0; still < 2; ) {
    if (Date.now() > until) throw new Error("the page does not come to rest");
    const loading = await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return document.querySelector("main .appear-late") !== null;
    });
    still = loading || (open.get(page)?.size ?? 0) > 0 ? 0 : still + 1;
  }
}

/** What stands in the address behind the machine and its port, which may be any digits. */
export function askedBy(page: Page): string {
  const { pathname, search, hash } = new URL(page.url());
  return withoutIds(pathname + search + hash);
}
