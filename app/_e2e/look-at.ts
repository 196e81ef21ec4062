import type { Page } from "playwright-core";
import { tooWide, violations } from "./axe.ts";
import type { PageEntry } from "./pages.ts";
import { shoot } from "./scene.ts";

interface Look {
  readonly width: number;
  readonly theme: "light" | "dark";
  readonly rules: "all" | "look";
}

/** Three widths in turn of both themes; with the other language each width in the other theme, so that every two of the three meet. */
export const LOOKS_IN: Readonly<Record<"sv" | "en", readonly Look[]>> = {
  sv: [
    { width: 360, theme: "light", rules: "all" },
    { width: 720, theme: "dark", rules: "look" },
    { width: 1280, theme: "light", rules: "look" },
  ],
  en: [
    { width: 1280, theme: "dark", rules: "all" },
    { width: 720, theme: "light", rules: "look" },
    { width: 360, theme: "dark", rules: "look" },
  ],
};
/** One look in each language, where the most can go wrong: for what opens on a page, and for the parts that only others see. */
export const HARDEST_IN: Readonly<Record<"sv" | "en", readonly Look[]>> = {
  sv: [{ width: 360, theme: "dark", rules: "all" }],
  en: [{ width: 1280, theme: "light", rules: "all" }],
};
const MORE_WIDTHS = [320, 480, 1024, 1920] as const;

/** What is wrong with the page as it stands, in each of the looks; the first ones also at the widths between. */
export async function lookAt(
  page: Page,
  entry: PageEntry,
  at: (fault: string) => string,
  looks: readonly Look[],
): Promise<string[]> {
  const faults: string[] = [];
  const measure = async (width: number) => {
    const over = await tooWide(page);
    if (over > 0) faults.push(at(`${over} px too wide at ${width}`));
  };
  // A page's title streams in behind it; one that never comes is told below.
  await page.waitForFunction(() => document.title !== "", undefined, { timeout: 5_000 }).catch(() => undefined);
  for (const { width, theme, rules } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    faults.push(...(await violations(page, rules)).map((fault) => at(`${width} ${theme}: ${fault}`)));
    await measure(width);
    await shoot(page, `${entry.route.slice(1)} ${at("")} ${width} ${theme}`.replaceAll(/[^a-z0-9]+/gi, "-"));
  }
  for (const width of looks.length === 1 ? [] : MORE_WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await measure(width);
  }
  return faults;
}
