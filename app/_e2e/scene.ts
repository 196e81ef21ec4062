import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { watchRequests } from "./asking.ts";
import { enter, launchBrowser, openContext, type Screen } from "./browser.ts";
import type { Product } from "./product.ts";
import type { Person } from "./settle.ts";

const SCREENS = join(tmpdir(), "gallra-screens");
const PATIENCE_MS = 45_000;

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Closes it; fails when the page's console told of an error that holds none of the expected words. */
  close(expected?: readonly string[]): Promise<void>;
}

/** One browser for a test file: pages of people of their own, whose consoles are watched. */
export interface Scene {
  readonly browser: Browser;
  /** A page that stands nowhere yet; whoever is named is signed in. */
  open(screen: Screen, person?: Person): Promise<OpenPage>;
  /** For `afterEach`: a test that failed leaves its page open, and its picture tells why. */
  closeLeftOver(): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(product: Product): Promise<Scene> {
  const browser = await launchBrowser();
  return {
    browser,
    open: (screen, person) => open(browser, product.address, screen, person),
    async closeLeftOver() {
      for (const context of browser.contexts()) {
        for (const page of context.pages()) await keepPicture(page, `failed-${Date.now()}`);
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** A picture for who wants to look, with GALLRA_SHOOT=1: it proves nothing, is never compared, and takes its time. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env["GALLRA_SHOOT"] === "1") await keepPicture(page, name);
}

/** Below the folder for passing files. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}

async function open(browser: Browser, address: string, screen: Screen, person?: Person): Promise<OpenPage> {
  const context = await openContext(browser, address, screen);
  const page = await context.newPage();
  watchRequests(page);
  page.setDefaultTimeout(PATIENCE_MS);
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  if (person !== undefined) await enter(context, address, person);
  const close = async (expected: readonly string[] = []) => {
    await context.close();
    assert.deepEqual(
      heard.filter((text) => !expected.some((part) => text.includes(part))),
      [],
    );
  };
  return { page, context, close };
}
