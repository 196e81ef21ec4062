import type { BrowserContext, Page } from "playwright-core";
import { watchRequests } from "./asking.ts";
import type { Places, Viewing } from "./pages.ts";
import { keepPicture, type Scene } from "./scene.ts";

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Leaves the page; answers what its console told that holds none of the expected words. */
  end(expected?: readonly string[]): Promise<string[]>;
}

export interface Visits {
  /** A page of somebody who signed in before, on one at a time, with a console that is listened to. */
  visitAs(who: Viewing, language: "sv" | "en"): Promise<Visit>;
  /** For `afterEach`: a test that failed leaves its page open, and its picture tells why. */
  closeLeftOver(): Promise<void>;
}

interface Tab {
  readonly page: Page;
  heard: string[];
  visited: boolean;
}

/**
 * Everybody signs in once, since proving a password takes its time on purpose, and goes from page to page in one tab: a new one is a
 * new process, which takes as long to start as a page to load.
 */
export function makeVisits(scene: Scene, places: Places): Visits {
  const signedIn = new Map<Viewing, Promise<BrowserContext>>();
  const tabs = new Map<Viewing, Tab>();
  return {
    async visitAs(who, language) {
      const known = signedIn.get(who) ?? signInAs(scene, places, who);
      signedIn.set(who, known);
      const context = await known;
      await context.addCookies([{ name: "gallra-language", value: language, url: places.address }]);
      const tab = tabs.get(who) ?? (await openTab(context));
      if (tab.visited) throw new Error(`${who} is still on a page`);
      tabs.set(who, tab);
      tab.visited = true;
      tab.heard = [];
      const { page } = tab;
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      const end = async (expected: readonly string[] = []): Promise<string[]> => {
        await page.unrouteAll({ behavior: "ignoreErrors" });
        tab.visited = false;
        return tab.heard.filter((text) => !expected.some((part) => text.includes(part)));
      };
      return { page, context, end };
    },
    async closeLeftOver() {
      for (const [who, { page, visited }] of tabs) {
        if (!visited) continue;
        await keepPicture(page, `failed-${Date.now()}`);
        await page.close();
        tabs.delete(who);
      }
    },
  };
}

async function openTab(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage();
  watchRequests(page);
  page.setDefaultTimeout(30_000);
  const tab: Tab = { page, heard: [], visited: false };
  page.on("console", (message) => {
    if (message.type() === "error") tab.heard.push(message.text());
  });
  page.on("pageerror", (error) => tab.heard.push(error.message));
  return tab;
}

/** A reseller works on the company of this file, as everybody else here does. */
async function signInAs(scene: Scene, places: Places, who: Viewing): Promise<BrowserContext> {
  const { page, context } = await scene.open({ language: "en", width: 1280 }, places.town[who]);
  if (who === "reseller") {
    await page.goto("/companies");
    await page.getByRole("button", { name: /^Work on it/ }).click();
    await page.waitForURL("**/overview");
  }
  await page.close();
  return context;
}
