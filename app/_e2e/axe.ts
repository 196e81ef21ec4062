import axe from "axe-core";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What changes with theme and width alone, on a page whose other rules were asked once. */
const LOOK_RULES = ["color-contrast", "target-size", "scrollable-region-focusable"];

/**
 * What axe finds wrong on the page as it stands: rule, how bad, and where. Empty is the promise (UIX-03). `look` asks only the
 * rules that a theme or a width can break.
 */
export async function violations(page: Page, which: "all" | "look" = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => Reflect.has(globalThis, "axe")))) await page.evaluate(axe.source);
  const options = {
    resultTypes: ["violations"],
    // Or it fetches and reads every style sheet anew, for a rule that is not asked.
    preload: { assets: ["media"] },
    runOnly: which === "all" ? { type: "tag", values: TAGS } : { type: "rule", values: LOOK_RULES },
  };
  return await page.evaluate(async (asked) => {
    const run: unknown = Reflect.get(globalThis, "axe");
    if (typeof run !== "object" || run === null) throw new Error("axe is not on the page");
    const check: (options: unknown) => Promise<{
      violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }> = Reflect.get(run, "run");
    const configure: (spec: object) => void = Reflect.get(run, "configure");
    // A selector tells where it is: the source of every element that was looked at costs a fifth of the time.
    configure({ noHtml: true });
    const found = await check(asked);
    return found.violations.map(({ id, impact, nodes }) => {
      const first = nodes[0];
      return `${id} (${impact}) ${nodes.length}x: ${first?.target.join(" ")}: ${first?.failureSummary.replace(/\s+/g, " ")}`;
    });
  }, options);
}

/** How many pixels the page is wider than its window; it never moves sideways. */
export async function tooWide(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
