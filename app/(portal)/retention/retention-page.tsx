"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { RetentionCards } from "./cards.tsx";
import { Nights } from "./nights.tsx";
import { RuleList } from "./rule-list.tsx";
import { RulePanel } from "./rule-panel.tsx";

export type RetentionView = inferRouterOutputs<AppRouter>["retention"]["show"];
export type RuleView = RetentionView["rules"][number];
export type Night = RetentionView["went"][number];

export function RetentionPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("retention.title")} lead={words.t("retention.lead")} permission="retention.see">
      <Retention />
    </GuardedPage>
  );
}

function Retention() {
  const query = useQuery({ queryKey: ["retention"], queryFn: () => api.retention.show.query() });
  const [changing, setChanging] = useState<RuleView | null>(null);
  const close = () => setChanging(null);
  return (
    <Answer query={query}>
      {(view) => (
        <div className="grid gap-4">
          <RetentionCards view={view} />
          <div className={`grid items-start gap-4 ${changing === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
            <RuleList rules={view.rules} change={setChanging} />
            {changing === null ? null : (
              <RulePanel
                key={`${changing.product} ${changing.class}`}
                rule={changing}
                close={close}
                changed={() => {
                  close();
                  void query.refetch();
                }}
              />
            )}
          </div>
          <Nights view={view} />
        </div>
      )}
    </Answer>
  );
}
