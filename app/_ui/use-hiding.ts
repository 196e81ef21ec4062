import { useEffect } from "react";

/**
 * What was opened for a moment goes when somebody looks away or presses Escape. Escape hides it first; only the next one closes
 * what it stands in.
 */
export function useHiding(isShown: boolean, hide: () => void): void {
  useEffect(() => {
    if (!isShown) return;
    const away = () => document.hidden && hide();
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      hide();
    };
    document.addEventListener("visibilitychange", away);
    document.addEventListener("keydown", onEscape, true);
    globalThis.addEventListener("pagehide", hide);
    return () => {
      document.removeEventListener("visibilitychange", away);
      document.removeEventListener("keydown", onEscape, true);
      globalThis.removeEventListener("pagehide", hide);
    };
  }, [isShown, hide]);
}
