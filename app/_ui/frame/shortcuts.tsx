"use client";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { useWords } from "../use-words.tsx";
import { singleKeys } from "./choices.ts";
import { keyReader } from "./keys.ts";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const ShortcutSheet = lazy(async () => ({ default: (await import("./shortcut-sheet.tsx")).ShortcutSheet }));

type Open = "palette" | "sheet" | null;

/** The button that opens the palette, and the keys; what they open is fetched when it is asked for. */
export function Shortcuts() {
  const words = useWords();
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  useEffect(() => {
    const read = keyReader(singleKeys);
    const listen = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, isComposing, repeat } = event;
      const press = { key, ctrlKey, metaKey, altKey, isComposing, repeat, typing: isTyping(event.target) };
      const request = read(press, event.timeStamp);
      if (request === null || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      if (request.kind === "go") router.push(request.path);
      else if (request.kind === "search")
        document.querySelector<HTMLElement>("main search input, main #number")?.focus();
      else setOpen(request.kind);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [router]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen("palette")}
        className="flex min-h-8 items-center justify-between gap-3 rounded-md border border-line bg-sheet px-2.5 text-ink-2 hover:bg-sunken lg:min-w-56"
      >
        {words.t("palette.open")}
        <kbd className="rounded-sm border border-b-2 border-line-strong px-1 font-mono text-[11px] max-md:hidden">
          Ctrl K
        </kbd>
      </button>
      <Suspense>
        {open === "palette" ? <Palette close={() => setOpen(null)} openSheet={() => setOpen("sheet")} /> : null}
        {open === "sheet" ? <ShortcutSheet close={() => setOpen(null)} /> : null}
      </Suspense>
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}
