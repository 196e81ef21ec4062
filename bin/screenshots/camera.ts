import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";
import { launchBrowser, openContext, type Screen, signIn } from "../../app/_e2e/browser.ts";
import type { Product } from "../../app/_e2e/product.ts";
import { readFirstSignIns } from "../first-sign-in.ts";

const PICTURES = resolve(import.meta.dirname, "..", "..", "docs", "pictures");
const PATIENCE_MS = 60_000;
const COLLECTED_MS = 180_000;

/** A number that the demo's clinic has many calls of; from the series reserved for fiction. */
export const NUMBER = "+46 (0)70-174 06 05";
const ADMINISTRATOR = "admin@ekdala.example";

export interface Shot extends Partial<Screen> {
  /** The address of one of the demo's people; the clinic's administrator, where none is named. */
  readonly as?: string;
}

export interface Camera {
  /** A signed-in page of the demo's person: English, light, 1280 x 660 where nothing else is said. It is closed afterwards. */
  open(shot: Shot, work: (page: Page) => Promise<void>): Promise<void>;
  /** The page as it stands, once it stands still, as docs/pictures/NAME.png. */
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCamera(product: Product): Promise<Camera> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await launchBrowser();
  // Read once: a first sign-in leaves its file as soon as it was used.
  const people = readFirstSignIns(product.home);
  return {
    async open({ as = ADMINISTRATOR, ...screen }, work) {
      const person = people.find(({ email }) => email === as);
      if (person === undefined) throw new Error(`The demo has no ${as}.`);
      const context = await openContext(browser, product.address, {
        language: "en",
        width: 1280,
        height: 660,
        ...screen,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await signIn(page, person);
      await work(page);
      await context.close();
    },
    async shoot(page, name) {
      await settled(page);
      await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
    },
    close: () => browser.close(),
  };
}

/** Searches on the data page, as a person does. */
export async function find(page: Page, text: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(text);
  await page.locator("#number").press("Enter");
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
  await settled(page);
}

/** The collector reads 130 days first: the count stands still once it is through. */
export async function untilCollected(camera: Camera): Promise<void> {
  await camera.open({}, async (page) => {
    const until = Date.now() + COLLECTED_MS;
    for (let before = ""; Date.now() < until; await wait(5000)) {
      await find(page, NUMBER);
      const counted = page.getByText(/\d+–\d+ of \d+/);
      const now = (await counted.count()) > 0 ? ((await counted.first().textContent()) ?? "") : "";
      if (now !== "" && now === before) return;
      before = now;
    }
    throw new Error("The demo was not collected in time.");
  });
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(500);
}
