"use client";
import { useWords } from "../../_ui/use-words.tsx";
import type { Counts } from "./use-search.ts";

interface FootProps {
  readonly shown: number;
  readonly start: number;
  readonly counts: Counts | null;
  readonly limit: number;
  readonly setLimit: (limit: number) => void;
  readonly previous: (() => void) | null;
  readonly next: (() => void) | null;
}

const STEP =
  "min-h-8 rounded-md px-2 font-semibold text-pine hover:bg-pine-soft disabled:text-ink-3 disabled:hover:bg-transparent";

/** Where in the list one is. Of very many calls it says why only their date orders them. */
export function Foot({ shown, start, counts, limit, setLimit, previous, next }: FootProps) {
  const words = useWords();
  if (shown === 0 && previous === null) return null;
  const total = counts === null ? "" : `${words.number(counts.total)}${counts.capped ? "+" : ""}`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2 text-ink-2">
      <span className="tabular-nums">
        {words.t("data.range", { from: start + 1, to: start + shown, total })}
        {counts?.capped === true ? <span className="ml-2">{words.t("data.many")}</span> : null}
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5">
          <span>{words.t("data.perPage")}</span>
          <select
            className="min-h-8 rounded-md border border-edge bg-sheet px-1"
            value={limit}
            onChange={(event) => setLimit(Number(event.target.value))}
          >
            {[25, 50, 100, 200].map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <button type="button" className={STEP} disabled={previous === null} onClick={previous ?? undefined}>
          ‹ {words.t("data.previous")}
        </button>
        <button type="button" className={STEP} disabled={next === null} onClick={next ?? undefined}>
          {words.t("data.next")} ›
        </button>
      </span>
    </div>
  );
}
