"use client";
import { FailureText } from "../../_ui/failure.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Chosen } from "./use-choice.ts";
import type { Counts, Tier } from "./use-search.ts";

interface ChosenLineProps {
  readonly choice: Chosen;
  readonly counts: Counts | null;
  readonly tier: Tier | null;
  readonly onPage: number;
}

/** Says what the buttons will act on, and offers all that match: those are held fast on the server, as they are now. */
export function ChosenLine({ choice, counts, tier, onPage }: ChosenLineProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const meant = tier ?? "exact";
  const all = counts?.byTier[meant] ?? 0;
  if (choice.chosen === 0) return null;
  const LINK = "min-h-6 font-semibold underline underline-offset-3 disabled:opacity-60";
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-pine-soft px-3 py-1.5 text-pine"
    >
      <span>
        {choice.all === null
          ? words.t("data.chosen", { count: choice.chosen })
          : words.t("data.chosen.all", { count: choice.chosen, time: shortTime(choice.all.frozenAt, zone).slice(11) })}
      </span>
      {choice.all === null && all > choice.chosen && choice.chosen >= Math.min(onPage, all) ? (
        <button type="button" className={LINK} disabled={choice.choosing} onClick={choice.chooseAll}>
          {counts?.capped === true
            ? words.t("data.chooseAll.many")
            : words.t(`data.chooseAll.${meant}`, { count: all })}
        </button>
      ) : null}
      <button type="button" className={LINK} onClick={choice.clear}>
        {words.t("data.chooseNone")}
      </button>
      {choice.problem ? (
        <span role="alert" className="text-brick">
          <FailureText error={choice.problem} />
        </span>
      ) : null}
    </div>
  );
}
