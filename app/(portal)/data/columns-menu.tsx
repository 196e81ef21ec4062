"use client";
import { useId } from "react";
import { Button } from "../../_ui/button.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ALL_COLUMNS, type ColumnId, FIRST_COLUMNS, type Look } from "./use-views.ts";

interface ColumnsMenuProps {
  readonly columns: readonly ColumnId[];
  readonly look: Look;
  readonly setLook: (change: Partial<Look>) => void;
}

/** Which columns stand in which order, and how close the rows are. Remembered for this person at once. */
export function ColumnsMenu({ columns, look, setLook }: ColumnsMenuProps) {
  const words = useWords();
  const id = useId();
  const rest = ALL_COLUMNS.filter((column) => !columns.includes(column));
  const set = (next: readonly ColumnId[]) => setLook({ columns: [...next] });
  const move = (column: ColumnId, by: -1 | 1) => {
    const at = columns.indexOf(column);
    const next = columns.filter((one) => one !== column);
    next.splice(Math.max(0, Math.min(next.length, at + by)), 0, column);
    set(next);
  };
  const STEP = "min-h-7 min-w-7 rounded-sm text-ink-2 hover:bg-sunken disabled:opacity-40";
  return (
    <span className="relative max-md:hidden">
      <Button popoverTarget={id}>{words.t("data.columns")}</Button>
      <div
        id={id}
        popover="auto"
        className="popover-under w-72 rounded-lg border border-line-strong bg-sheet p-3 text-ink"
      >
        <fieldset>
          <legend className="mb-1.5 font-semibold">{words.t("data.columns")}</legend>
          {[...columns, ...rest].map((column) => {
            const at = columns.indexOf(column);
            const name = words.t(`data.column.${column}`);
            return (
              <div key={column} className="flex min-h-8 items-center gap-1">
                <label className="mr-auto flex min-h-8 items-center gap-2">
                  <input
                    type="checkbox"
                    className="size-4"
                    checked={at >= 0}
                    onChange={() => set(at >= 0 ? columns.filter((one) => one !== column) : [...columns, column])}
                  />
                  {name}
                </label>
                {at >= 0 ? (
                  <>
                    <button
                      type="button"
                      className={STEP}
                      disabled={at === 0}
                      aria-label={words.t("data.columns.up", { name })}
                      onClick={() => move(column, -1)}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      className={STEP}
                      disabled={at === columns.length - 1}
                      aria-label={words.t("data.columns.down", { name })}
                      onClick={() => move(column, 1)}
                    >
                      ↓
                    </button>
                  </>
                ) : null}
              </div>
            );
          })}
        </fieldset>
        <label className="mt-2 flex min-h-8 items-center gap-2 border-t border-line pt-2">
          <input
            type="checkbox"
            className="size-4"
            checked={look.density === "dense"}
            onChange={() => setLook({ density: look.density === "dense" ? "calm" : "dense" })}
          />
          {words.t("data.columns.dense")}
        </label>
        <Button
          kind="plain"
          onClick={() => setLook({ columns: null, density: "calm" })}
          disabled={same(columns, FIRST_COLUMNS) && look.density === "calm"}
        >
          {words.t("data.columns.first")}
        </Button>
      </div>
    </span>
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
