import type { Page } from "playwright-core";

const MOST_STOPS = 400;
const MOST_PARTS = 6;

interface Stop {
  readonly name: string;
  readonly visible: boolean;
  readonly outlined: boolean;
  /** A date or a time has a stop for each of its parts, and a button beside them. */
  readonly parts: boolean;
  /** A number that the element keeps while the page lives. */
  readonly id: number;
}

/**
 * Presses Tab until the focus leaves the page or has been everywhere, and tells what is wrong on the way: a stop without a visible
 * outline, outside the window, or one that keeps the focus. A page that asks its server anew meanwhile moves under the focus: what
 * a second walk does not find again was that.
 */
export async function walkByKeyboard(page: Page): Promise<string[]> {
  const found = await walkOnce(page);
  if (found.length === 0) return [];
  const again = await walkOnce(page);
  return found.filter((fault) => again.includes(fault));
}

async function walkOnce(page: Page): Promise<string[]> {
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  const faults: string[] = [];
  const seen = new Set<number>();
  let last = 0;
  let held = 0;
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press("Tab");
    const stop = await stopNow(page);
    if (stop === null) return stops === 0 ? ["nothing can be reached by Tab"] : faults;
    if (stops === 0 && !/content|innehållet/.test(stop.name))
      faults.push(`the first stop is ${stop.name}, not the skip link`);
    held = stop.id === last ? held + 1 : 0;
    last = stop.id;
    if (stop.parts && held > 0 && held <= MOST_PARTS) continue;
    if (seen.has(stop.id)) {
      // A browser without a window of its own begins anew instead of leaving the page: that is the first stop again.
      return stop.id === [...seen][0] ? faults : [...faults, `the focus is trapped at ${stop.name}`];
    }
    seen.add(stop.id);
    if (!stop.outlined) faults.push(`the focus does not show at ${stop.name}`);
    if (!stop.visible) faults.push(`the focus is out of sight at ${stop.name}`);
  }
  return [...faults, `${MOST_STOPS} stops are too many`];
}

async function stopNow(page: Page): Promise<Stop | null> {
  return await page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return null;
    const known: WeakMap<Element, number> = Reflect.get(globalThis, "stops") ?? new WeakMap();
    Reflect.set(globalThis, "stops", known);
    const id = known.get(at) ?? Number(Reflect.get(globalThis, "lastStop") ?? 0) + 1;
    known.set(at, id);
    Reflect.set(globalThis, "lastStop", Math.max(id, Number(Reflect.get(globalThis, "lastStop") ?? 0)));
    // A radio or a box drawn by its label shows the focus there.
    const label = at.closest("label");
    const drawn = at.classList.contains("sr-only") && label !== null ? label : at;
    const style = getComputedStyle(drawn);
    const box = drawn.getBoundingClientRect();
    const inSight = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 1;
    const words = at.getAttribute("aria-label") ?? at.textContent ?? "";
    return {
      id,
      parts: at instanceof HTMLInputElement && /^(date|time|datetime-local|month)$/.test(at.type),
      name: `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""} “${words.trim().slice(0, 40)}”`,
      visible: inSight,
      outlined: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2,
    };
  });
}
