"use client";
import { useState } from "react";
import { Button } from "./button.tsx";
import { remainingMs, remainingText } from "./remaining.ts";
import { useWords } from "./use-words.tsx";

interface ProgressProps {
  readonly done: number;
  /** null while nobody knows how much there is. */
  readonly of: number | null;
  readonly label: string;
  /** When the server began it; without it the time is taken from when this page first saw it move. */
  readonly since?: Date | null | undefined;
  readonly cancel?: (() => void) | undefined;
  /** While the cancelling is being asked for. */
  readonly cancelling?: boolean;
}

/**
 * How far something is, in words and as a bar: share, what remains, a way out. It knows only what the server told it, so that a
 * reload loses nothing. Drawn as SVG, since the page's policy allows no style attributes.
 */
export function Progress({ done, of, label, since, cancel, cancelling = false }: ProgressProps) {
  const words = useWords();
  const share = of === null || of <= 0 ? null : Math.min(1, done / of);
  const remaining = useRemaining(done, of, since ?? null);
  return (
    <div>
      <svg
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        className="block h-1.5 w-full rounded-full bg-sunken"
        preserveAspectRatio="none"
        viewBox="0 0 100 6"
      >
        <title>{label}</title>
        <rect
          width={share === null ? 100 : share * 100}
          height="6"
          className={share === null ? "animate-pulse fill-pine-2" : "fill-pine"}
        />
      </svg>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-3 text-[12.5px] text-ink-2">
        <span>{label}</span>
        {share === null ? null : (
          <span className="ml-auto tabular-nums">{words.t("progress.share", { share: Math.floor(share * 100) })}</span>
        )}
        {remaining === null ? null : <span>{remainingText(remaining, words)}</span>}
      </div>
      {cancel ? (
        <Button className="mt-1.5" disabled={cancelling} onClick={cancel}>
          {words.t("action.cancel")}
        </Button>
      ) : null}
    </div>
  );
}

function useRemaining(done: number, of: number | null, since: Date | null): number | null {
  const [first] = useState(() => ({ done, at: Date.now() }));
  if (since !== null) return remainingMs(done, of, Date.now() - since.getTime());
  return remainingMs(done - first.done, of === null ? null : of - first.done, Date.now() - first.at);
}
