"use client";
import { useWords } from "../../_ui/use-words.tsx";

interface ChipProps {
  readonly on: boolean;
  readonly press: () => void;
  readonly word: string;
  readonly count?: number;
}

/** A choice that is on or off, with how many calls it would show. */
export function Chip({ on, press, word, count }: ChipProps) {
  const words = useWords();
  const look = on ? "border-pine bg-pine-soft text-pine" : "border-line-strong bg-sheet text-ink-2 hover:bg-sunken";
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={press}
      className={`min-h-8 rounded-md border px-2.5 text-[13px] whitespace-nowrap ${look}`}
    >
      {word}
      {count === undefined ? null : (
        <>
          {" "}
          <b className="font-semibold tabular-nums">{words.number(count)}</b>
        </>
      )}
    </button>
  );
}

/** A filter that is set: what it is, and one press to be rid of it. */
export function SetChip({ label, value, clear }: { label: string; value: string; clear: () => void }) {
  const words = useWords();
  return (
    <span className="inline-flex min-h-8 max-w-full items-center rounded-md border border-line-strong bg-sheet pl-2.5 text-[13px] text-ink-2">
      <span className="truncate">
        {label} <b className="font-semibold text-ink">{value}</b>
      </span>
      <button
        type="button"
        aria-label={words.t("data.filter.clear", { name: label })}
        onClick={clear}
        className="min-h-8 min-w-8 rounded-md hover:bg-sunken"
      >
        ×
      </button>
    </span>
  );
}
