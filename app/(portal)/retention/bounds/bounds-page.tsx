"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { BoundList } from "./bound-list.tsx";
import { BoundPanel } from "./bound-panel.tsx";
import { OutsideList } from "./outside-list.tsx";
import { SweepSheet } from "./sweep-sheet.tsx";

export type BoundsView = inferRouterOutputs<AppRouter>["retention"]["bounds"];
export type BoundView = BoundsView["bounds"][number];

/** For the operator of the installation: bounds for everybody's rules, and whether clean-up runs. Never a number. */
export function BoundsPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("retention.bounds.title")}
      lead={words.t("retention.bounds.lead")}
      permission="retention.bound"
      company={false}
    >
      <Bounds />
    </GuardedPage>
  );
}

function Bounds() {
  const query = useQuery({ queryKey: ["retention", "bounds"], queryFn: () => api.retention.bounds.query() });
  const [changing, setChanging] = useState<BoundView | null>(null);
  const close = () => setChanging(null);
  return (
    <div className="grid gap-4">
      <SweepSheet />
      <Answer query={query}>
        {(view) => (
          <>
            <div className={`grid items-start gap-4 ${changing === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
              <BoundList bounds={view.bounds} change={setChanging} />
              {changing === null ? null : (
                <BoundPanel
                  key={changing.class}
                  bound={changing}
                  close={close}
                  changed={() => {
                    close();
                    void query.refetch();
                  }}
                />
              )}
            </div>
            <OutsideList outside={view.outside} />
          </>
        )}
      </Answer>
    </div>
  );
}
