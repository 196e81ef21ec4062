"use client";
import type { ReactNode } from "react";
import { Progress } from "../../_ui/progress.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { RetentionView } from "./retention-page.tsx";

/** What is not as it should be for long: a changed rule on its way, or a clean-up that waits for somebody. */
export function RetentionStatus({ view }: { view: RetentionView }) {
  const words = useWords();
  const { applying, sweep } = view;
  return (
    <>
      {sweep.waitsFor === null ? null : (
        <Note title={words.t(`retention.sweep.${sweep.waitsFor}`)}>
          {sweep.waitsFor === "clocks"
            ? words.t("retention.sweep.clocks.help")
            : words.t("retention.sweep.late.help", { time: sinceOf(sweep.lastSweepAt, words) })}
        </Note>
      )}
      {applying === null ? null : (
        <div role="status" className="rounded-lg border border-line bg-sheet p-3.5">
          <Progress
            done={applying.rowsDone}
            of={applying.rowsToDo === 0 ? null : applying.rowsToDo}
            since={applying.startedAt}
            label={
              applying.rowsToDo === 0
                ? words.t("retention.applying.soon")
                : words.t("retention.applying", { count: applying.rowsToDo - applying.rowsDone })
            }
          />
        </div>
      )}
    </>
  );
}

export function sinceOf(at: Date | null, words: Parameters<typeof ago>[2]): string {
  return at === null ? words.t("retention.never") : ago(at, new Date(), words);
}

function Note({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="alert" className="rounded-lg border border-brick/40 bg-brick-soft px-3.5 py-3">
      <p className="font-semibold text-brick">{title}</p>
      <p className="mt-0.5 max-w-3xl">{children}</p>
    </div>
  );
}
