"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { FilterSheet } from "./filter-sheet.tsx";
import { GateCounts } from "./gate-counts.tsx";
import { Limits } from "./limits.tsx";
import { OthersPanel } from "./others-panel.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { ShieldPanel } from "./shield-panel.tsx";
import { ShieldSheet } from "./shield-sheet.tsx";
import { TrySheet } from "./try-sheet.tsx";

type Outputs = inferRouterOutputs<AppRouter>["gate"];
export type FilterView = Outputs["filter"];
export type RuleView = FilterView["rules"][number];
export type ShieldView = Outputs["shield"];
export type CountsView = Outputs["counts"];

/** What is left out before the inbox, what becomes a category there, and how often. */
export function FiltersPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("processing.filters.title")} lead={words.t("gate.lead")} permission="processing.see">
      <Gate />
    </GuardedPage>
  );
}

/** Rules as they stand in the panel, to be tried before they hold. */
export type Draft = NonNullable<Parameters<typeof api.gate.try.mutate>[0]["filter"]>;

/** `at`: the rule's place; null for a new one. */
type Open = { readonly what: "rule"; readonly at: number | null } | { readonly what: "shield" | "others" } | null;

function Gate() {
  const filter = useQuery({ queryKey: ["gate", "filter"], queryFn: () => api.gate.filter.query() });
  const shield = useQuery({ queryKey: ["gate", "shield"], queryFn: () => api.gate.shield.query() });
  const [open, setOpen] = useState<Open>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const close = () => {
    setOpen(null);
    setDraft(null);
  };
  const show = (next: Open) => {
    setOpen(next);
    setDraft(null);
  };
  const changed = () => {
    close();
    void filter.refetch();
    void shield.refetch();
  };
  const panel = { close, changed };
  return (
    <div className={`grid items-start gap-4 ${open === null ? "" : "lg:grid-cols-[minmax(0,1fr)_360px]"}`}>
      <div className="grid min-w-0 gap-4">
        <Answer query={shield}>{(view) => <ShieldSheet view={view} change={() => show({ what: "shield" })} />}</Answer>
        <Answer query={filter}>
          {(view) => (
            <>
              <FilterSheet
                view={view}
                change={(at) => show({ what: "rule", at })}
                changeOthers={() => show({ what: "others" })}
              />
              <TrySheet view={view} draft={draft} />
              <GateCounts filter={view} />
            </>
          )}
        </Answer>
        <Limits />
      </div>
      {open?.what === "shield" && shield.data ? <ShieldPanel view={shield.data} {...panel} /> : null}
      {open?.what === "others" && filter.data ? <OthersPanel view={filter.data} {...panel} /> : null}
      {open?.what === "rule" && filter.data ? (
        <RulePanel key={String(open.at)} view={filter.data} at={open.at} attempt={setDraft} {...panel} />
      ) : null}
    </div>
  );
}
