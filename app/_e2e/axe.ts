import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong on the page as it stands: rule, how bad, and where. Empty is the promise (UIX-03). */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const run: unknown = Reflect.get(globalThis, "axe");
    if (typeof run !== "object" || run === null) throw new Error("axe is not on the page");
    const check: (options: unknown) => Promise<{
      violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }> = Reflect.get(run, "run");
    const found = await check({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.violations.map(({ id, impact, nodes }) => {
      const first = nodes[0];
      return `${id} (${impact}) ${nodes.length}x: ${first?.target.join(" ")}: ${first?.failureSummary.replace(/\s+/g, " ")}`;
    });
  });
}
