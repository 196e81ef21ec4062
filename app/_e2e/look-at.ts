import type { Page } from "playwright-core";
import { tooWide, violations } from "./axe.ts";
import type { PageEntry } from "./pages.ts";
import { shoot } from "./scene.ts";

interface Look {
  readonly width: number;
  readonly theme: "light" | "dark";
  readonly rules: "all" | "look";
}

/** Both themes and three widths. */
export const EVERY_LOOK: readonly Look[] = ([360, 720, 1280] as const).flatMap((width) => [
  { width, theme: "light", rules: width === 720 ? "look" : "all" },
  { width, theme: "dark", rules: "look" },
]);
/** Where the most can go wrong. */
export const HARDEST: readonly Look[] = [
  { width: 1280, theme: "light", rules: "all" },
  { width: 360, theme: "dark", rules: "look" },
];
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
  for (const { width, theme, rules } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    faults.push(...(await violations(page, rules)).map((fault) => at(`${width} ${theme}: ${fault}`)));
    if (theme === "light" || looks === HARDEST) await measure(width);
    if (process.env["GALLRA_SHOOT"] === "1")
      await shoot(page, `${entry.route.slice(1)} ${at("")} ${width} ${theme}`.replaceAll(/[^a-z0-9]+/gi, "-"));
  }
  for (const width of looks === EVERY_LOOK ? MORE_WIDTHS : []) {
    await page.setViewportSize({ width, height: 900 });
    await measure(width);
  }
  return faults;
}
