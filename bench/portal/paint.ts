import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { openContext } from "#app/_e2e/browser.ts";
import type { WebProcess } from "./web-process.ts";

/** One search as it is felt. */
export interface Painted {
  /** From the press of the button to the frame in which the rows stand. */
  readonly ms: number;
  /** Of that, what passed until the answer was there, and what the server says it took. */
  readonly answeredMs: number;
  readonly serverMs: number;
  readonly rows: number;
}

export interface OpenPage {
  /** Gzipped, of every script that the page's first view loads. */
  readonly scriptKb: number;
  search(number: string): Promise<Painted>;
  close(): Promise<void>;
}

/** What takes longer is told as it is; a page that never comes is none. */
const PATIENCE_MS = 180_000;

/** The page Data management in a Chromium, signed in. */
export async function openDataPage(browser: Browser, { address, cookie }: WebProcess): Promise<OpenPage> {
  const context = await openContext(browser, address, { language: "en", width: 1440, height: 1000 });
  await context.addCookies([{ ...cookie, url: address, secure: true, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const scripts = new Map<string, number>();
  page.on("response", async (response) => {
    if (response.request().resourceType() !== "script") return;
    const body = await response.body().catch(() => null);
    if (body !== null) scripts.set(response.url(), gzipSync(body).length);
  });
  await page.goto("/data", { waitUntil: "networkidle" });
  await page.locator("#number").waitFor();
  const scriptKb = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024;
  return { scriptKb, search: (number) => searchOn(page, number), close: () => context.close() };
}

async function searchOn(page: Page, number: string): Promise<Painted> {
  await page.locator("#number").fill(number);
  const painted = page.evaluate(() => {
    // Rows of the search before are not these.
    document.querySelector("tbody")?.setAttribute("data-old", "");
    const fresh = () => document.querySelectorAll("tbody:not([data-old]) tr").length;
    return new Promise<{ ms: number; answeredMs: number; rows: number }>((done, failed) => {
      let pressed = 0;
      let answered = 0;
      const timer = setTimeout(() => failed(new Error("no rows were painted")), 180_000);
      const press = (event: Event) => {
        pressed = event.timeStamp;
      };
      document.addEventListener("click", press, { once: true, capture: true });
      const answers = new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (entry.name.includes("/api/trpc/data.search") && "responseEnd" in entry)
            answered = Number(entry.responseEnd);
      });
      answers.observe({ type: "resource" });
      const look = () => {
        const rows = fresh();
        if (pressed === 0 || rows === 0) return requestAnimationFrame(look);
        // The rows are in the document: they are painted by this frame, and it is over when the next one begins.
        return requestAnimationFrame((now) => {
          clearTimeout(timer);
          answers.disconnect();
          done({ ms: now - pressed, answeredMs: answered - pressed, rows });
        });
      };
      requestAnimationFrame(look);
    });
  });
  await page.locator("search button[type=submit]").click();
  const { ms, answeredMs, rows } = await painted;
  const said = await page.locator("[role=status]", { hasText: " ms" }).first().textContent();
  return { ms, answeredMs, rows, serverMs: Number(/(\d+) ms/.exec(said ?? "")?.[1] ?? Number.NaN) };
}
