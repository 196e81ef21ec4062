"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, Failed } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { Effect } from "./effect.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { LimitsTable } from "./limits-table.tsx";
import { Sorting } from "./sorting.tsx";
import { runs, type ScopedLimits } from "./views.ts";

const LIVE_MS = 1_500;

/** Below what calls are kept apart, what that would change in stored calls, and their sorting. */
export function ThresholdsPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("processing.thresholds.title")}
      lead={words.t("thresholds.lead")}
      permission="processing.see"
    >
      <Thresholds />
    </GuardedPage>
  );
}

function Thresholds() {
  const words = useWords();
  const query = useQuery({
    queryKey: ["thresholds"],
    queryFn: () => api.thresholds.show.query(),
    refetchInterval: ({ state }) => (runs(state.data) ? LIVE_MS : false),
  });
  // null: all sources; a number: one of them; undefined: the panel is closed.
  const [open, setOpen] = useState<number | null | undefined>(undefined);
  const effect = useMutation({ mutationFn: (limits: ScopedLimits) => api.thresholds.preview.query(limits) });
  const change = useCallback(
    (sourceId: number | null) => {
      effect.reset();
      setOpen(sourceId);
    },
    [effect.reset],
  );
  const close = () => setOpen(undefined);
  const changed = () => {
    close();
    effect.reset();
    void query.refetch();
  };
  return (
    <Answer query={query}>
      {(view) => (
        <div className={`grid items-start gap-4 ${open === undefined ? "" : "lg:grid-cols-[minmax(0,1fr)_340px]"}`}>
          <div className="grid min-w-0 gap-4">
            <Sheet title={words.t("thresholds.limits")}>
              <LimitsTable view={view} chosen={open} change={change} />
            </Sheet>
            {effect.isIdle ? null : (
              <Sheet title={words.t("thresholds.effect")}>
                {effect.data ? <Effect preview={effect.data} /> : null}
                {effect.isPending ? <p className="p-3.5 text-ink-2">{words.t("thresholds.effect.counting")}</p> : null}
                {effect.isError ? <Failed error={effect.error} /> : null}
              </Sheet>
            )}
            <Sorting view={view} changed={() => void query.refetch()} />
          </div>
          {open === undefined ? null : (
            <LimitsPanel
              key={open ?? 0}
              view={view}
              sourceId={open}
              close={close}
              changed={changed}
              tryOut={(limits) => effect.mutate(limits)}
              trying={effect.isPending}
            />
          )}
        </div>
      )}
    </Answer>
  );
}
