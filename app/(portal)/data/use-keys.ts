"use client";
import { type RefObject, useEffect, useRef } from "react";
import { singleKeys } from "../../_ui/frame/choices.ts";

interface KeyActs {
  /** The rows' ids in the order drawn. */
  readonly ids: readonly string[];
  readonly toggle: (id: string, page: readonly string[], range: boolean) => void;
  readonly open: (id: string) => void;
  readonly leave: () => void;
}

/**
 * Arrows or J and K move from row to row, Shift takes the rows on the way along, X selects, Enter opens, Escape closes. The
 * keyboard stands on the box of a row, which readers of the screen know; wherever somebody types, letters are letters.
 */
export function useKeys(around: RefObject<HTMLElement | null>, acts: KeyActs): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const table = around.current;
      const target = event.target;
      if (table === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const inBox = target instanceof HTMLInputElement && target.id === "number";
      const here = target instanceof Node && (target === document.body || table.contains(target));
      if (!here && !(inBox && event.key === "ArrowDown")) return;
      // Whoever wants no keys of a single letter has none here either.
      if (/^[jkx]$/i.test(event.key) && !singleKeys()) return;
      if (act(event, table, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [around]);
}

function act(event: KeyboardEvent, table: HTMLElement, { ids, toggle, open, leave }: KeyActs): boolean {
  const rows = [...table.querySelectorAll("tbody tr")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const id = ids[at];
  switch (event.key) {
    case "ArrowDown":
    case "j":
    case "J":
    case "ArrowUp":
    case "k":
    case "K": {
      const step = event.key === "ArrowUp" || event.key.toLowerCase() === "k" ? -1 : 1;
      const to = at < 0 ? (step > 0 ? 0 : -1) : at + step;
      const box = rows[to]?.querySelector<HTMLInputElement>("input[type=checkbox]");
      if (box === undefined || box === null) return at >= 0;
      box.focus();
      rows[to]?.scrollIntoView({ block: "nearest" });
      const next = ids[to];
      if (event.shiftKey && id !== undefined && next !== undefined) toggle(next, ids, true);
      return true;
    }
    case "x":
    case "X":
      if (id === undefined) return false;
      toggle(id, ids, event.shiftKey);
      return true;
    case "Enter":
      // A button in a row does what it says.
      if (id === undefined || document.activeElement instanceof HTMLButtonElement) return false;
      open(id);
      return true;
    case "Escape":
      leave();
      return false;
    default:
      return false;
  }
}
