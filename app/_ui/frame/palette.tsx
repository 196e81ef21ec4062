"use client";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useWords } from "../use-words.tsx";
import { Dialog } from "./dialog.tsx";
import { offered, type PaletteEntry } from "./palette-entries.ts";
import { usePaletteEntries } from "./use-palette-entries.ts";

const MOST = 60;

/** Pages, actions, companies and views, found by a few letters. What is typed here is kept nowhere and sent only to find companies. */
export function Palette({ close, openSheet }: { close: () => void; openSheet: () => void }) {
  const words = useWords();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const entries = offered(usePaletteEntries(typed, openSheet), typed).slice(0, MOST);
  const at = Math.min(active, Math.max(0, entries.length - 1));
  const optionId = (index: number) => `${id}-${index}`;
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);
  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    close();
    entry.run();
  };
  const move = (event: KeyboardEvent) => {
    const last = entries.length - 1;
    const steps: Record<string, number> = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at === 0 ? last : at - 1 };
    const next = { ...steps, Home: 0, End: last }[event.key];
    if (event.key === "Enter") run(entries[at]);
    else if (next !== undefined) setActive(next);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label={words.t("palette.title")} close={close}>
      <input
        autoFocus
        role="combobox"
        aria-label={words.t("palette.title")}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length > 0 ? optionId(at) : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={words.t("palette.placeholder")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={move}
        className="block w-full border-b border-line bg-transparent px-4 py-3 text-[16px] -outline-offset-2!"
      />
      {/* biome-ignore-start lint/a11y/useSemanticElements: a select cannot hold this */}
      {/* biome-ignore-start lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option */}
      {/* biome-ignore-start lint/a11y/useKeyWithClickEvents: the keys are read at the input */}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={words.t("palette.title")}
        className="max-h-[50dvh] overflow-y-auto p-2"
      >
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === at}
            onClick={() => run(entry)}
            className="flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-2 aria-selected:bg-pine-soft aria-selected:text-pine hover:bg-sunken"
          >
            <span className="min-w-0 flex-1 truncate">{entry.label}</span>
            <span className="text-[12px] text-ink-2">{words.t(`palette.group.${entry.group}`)}</span>
            {entry.keys ? <kbd className="font-mono text-[11px]">{entry.keys}</kbd> : null}
          </div>
        ))}
      </div>
      {/* biome-ignore-end lint/a11y/useKeyWithClickEvents: see above */}
      {/* biome-ignore-end lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore-end lint/a11y/useSemanticElements: see above */}
      <p role="status" className="border-t border-line px-4 py-2 text-[12.5px] text-ink-2">
        {entries.length === 0 ? words.t("palette.nothing") : words.t("palette.help")}
      </p>
    </Dialog>
  );
}
