"use client";
import { useEffect } from "react";
import { Button } from "./button.tsx";
import { lastPage, type Part, turnOn } from "./pages.ts";
import { useWords } from "./use-words.tsx";

/** Where the server has the pages: one that has emptied meanwhile is left for the last that there is. `of` null = not known yet. */
export function usePageWithin(page: number, size: number, of: number | null, go: (page: number) => void): void {
  const last = of === null ? page : lastPage(size, of);
  useEffect(() => {
    if (page > last) go(last);
  }, [page, last, go]);
}

/** Where in a list one is, and the way on. Nothing is drawn for a list of one page. */
export function Pager({ part, of, size, go }: { part: Part; of: number; size: number; go: (page: number) => void }) {
  const words = useWords();
  if (of <= size) return null;
  const page = Math.floor(part.from / size);
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-ink-2">
      <span role="status" className="mr-auto tabular-nums">
        {words.t("table.page", { from: part.from + 1, to: part.to, of })}
      </span>
      <Button disabled={part.from === 0} onClick={() => go(page - 1)}>
        {words.t("table.previous")}
      </Button>
      <Button disabled={part.to >= of} onClick={() => go(page + 1)}>
        {words.t("table.next")}
      </Button>
    </div>
  );
}

interface TurnProps<T> {
  /** Where the pages that were turned began, the first page left out. */
  readonly turned: readonly T[];
  readonly next: T | null;
  /** What stands there is still the page before: `next` is that page's. */
  readonly busy: boolean;
  readonly go: (turned: readonly T[]) => void;
}

/** The way on in a list that nobody has counted. Nothing is drawn for a list of one page. */
export function TurnPages<T>({ turned, next, busy, go }: TurnProps<T>) {
  const words = useWords();
  if (turned.length === 0 && next === null) return null;
  return (
    <div className="flex justify-end gap-2 border-t border-line px-3 py-2">
      <Button disabled={turned.length === 0} onClick={() => go(turned.slice(0, -1))}>
        {words.t("table.previous")}
      </Button>
      <Button
        disabled={next === null}
        aria-disabled={busy || undefined}
        onClick={() => go(turnOn(turned, busy ? null : next))}
      >
        {words.t("table.next")}
      </Button>
    </div>
  );
}
