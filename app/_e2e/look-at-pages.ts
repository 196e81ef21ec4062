import { settled } from "./asking.ts";
import { HARDEST_IN, LOOKS_IN, lookAt } from "./look-at.ts";
import type { PageEntry } from "./pages.ts";
import type { PagesScene } from "./pages-scene.ts";
import { walkByKeyboard } from "./tabbing.ts";

/** What is wrong with a page in any look, for anybody who sees something on it, by the Tab key, and with what opens on it. */
export async function faultsOf({ visits, places }: PagesScene, entry: PageEntry): Promise<string[]> {
  const faults: string[] = [];
  for (const [index, who] of entry.as.entries()) {
    // Other people see other parts of a page: they are looked at once, in the look that is hardest.
    for (const language of index === 0 ? (["sv", "en"] as const) : (["sv"] as const)) {
      const visit = await visits.visitAs(who, language);
      const { page } = visit;
      const at = (what: string) => (fault: string) => `${who} ${language} ${what}: ${fault}`;
      await page.goto(entry.path(places));
      await settled(page);
      faults.push(...(await lookAt(page, entry, at("as it is"), index === 0 ? LOOKS_IN[language] : HARDEST_IN.sv)));
      if (index === 0 && language === "en") {
        await page.setViewportSize({ width: 1280, height: 900 });
        faults.push(...(await walkByKeyboard(page)).map(at("by the Tab key")));
      }
      for (const [count, step] of (index === 0 ? (entry.steps ?? []) : []).entries()) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await step(page);
        await settled(page);
        faults.push(...(await lookAt(page, entry, at(`step ${count + 1}`), HARDEST_IN[language])));
      }
      faults.push(...(await visit.end()));
    }
  }
  return faults;
}
