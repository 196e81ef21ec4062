"use client";
import type { ReactNode } from "react";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { EmptyState } from "../../../_ui/states.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { dayText } from "../rule-words.ts";
import type { DecisionView, DisposalView } from "./disposal-page.tsx";

interface DecisionListProps {
  readonly view: DisposalView;
  /** null for who may only look. */
  readonly end: ((decision: DecisionView) => void) | null;
  readonly actions: ReactNode;
}

/** The decisions, those that hold and those that held. */
export function DecisionList({ view, end, actions }: DecisionListProps) {
  const words = useWords();
  return (
    <Sheet title={words.t("disposal.list")} actions={actions}>
      {view.decisions.length === 0 ? (
        <EmptyState title={words.t("disposal.none")} why={words.t("disposal.none.help")} />
      ) : (
        <ul>
          {view.decisions.map((decision) => (
            <Decision key={decision.id} decision={decision} end={end} />
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Decision({ decision, end }: { decision: DecisionView; end: DecisionListProps["end"] }) {
  const words = useWords();
  const { authority, number, decidedOn, about, items, recordedByName, recordedAt, endedAt } = decision;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <div className="mr-auto min-w-0">
        <p className="font-semibold">
          {authority}, {number}, {longDay(decidedOn, words)}
        </p>
        <p>{about}</p>
        <p className="text-[12.5px] text-ink-2">
          {words.t("disposal.covers", { count: items.length })}.{" "}
          {words.t("disposal.by", { name: recordedByName, day: dayText(recordedAt, words) })}
        </p>
      </div>
      <Tag tone={endedAt === null ? "ok" : "plain"}>
        {endedAt === null ? words.t("disposal.holds") : words.t("disposal.ended", { day: dayText(endedAt, words) })}
      </Tag>
      {end === null || endedAt !== null ? null : (
        <Button kind="plain" onClick={() => end(decision)} aria-label={`${words.t("disposal.end")}: ${number}`}>
          {words.t("disposal.end")}
        </Button>
      )}
    </li>
  );
}
