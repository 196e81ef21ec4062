import type { BrowserContext, Page } from "playwright-core";
import { watchRequests } from "./asking.ts";
import type { Places, Viewing } from "./pages.ts";
import { type Scene, shoot } from "./scene.ts";

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Closes the page; answers what its console told that holds none of the expected words. */
  end(expected?: readonly string[]): Promise<string[]>;
}

export interface Visits {
  /** A page of somebody who signed in before, with a console that is listened to. */
  visitAs(who: Viewing, language: "sv" | "en"): Promise<Visit>;
  /** For `afterEach`: a test that failed leaves its page open, and its picture tells why. */
  closeLeftOver(): Promise<void>;
}

/** Everybody signs in once, since proving a password takes its time on purpose. */
export function makeVisits(scene: Scene, places: Places): Visits {
  const signedIn = new Map<Viewing, Promise<BrowserContext>>();
  const open: Page[] = [];
  return {
    async visitAs(who, language) {
      const known = signedIn.get(who) ?? signInAs(scene, places, who);
      signedIn.set(who, known);
      const context = await known;
      await context.addCookies([{ name: "gallra-language", value: language, url: places.address }]);
      const page = await context.newPage();
      watchRequests(page);
      open.push(page);
      page.setDefaultTimeout(30_000);
      await page.setViewportSize({ width: 1280, height: 900 });
      const heard: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") heard.push(message.text());
      });
      page.on("pageerror", (error) => heard.push(error.message));
      const end = async (expected: readonly string[] = []): Promise<string[]> => {
        await page.close();
        open.splice(open.indexOf(page), 1);
        return heard.filter((text) => !expected.some((part) => text.includes(part)));
      };
      return { page, context, end };
    },
    async closeLeftOver() {
      for (const page of open.splice(0)) {
        await shoot(page, `failed-${Date.now()}`);
        await page.close();
      }
    },
  };
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
