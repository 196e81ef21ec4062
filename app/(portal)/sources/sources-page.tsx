"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { AddSource } from "./add-source.tsx";
import { dayCounts, useTransfers } from "./day-counts.ts";
import { SourceTable } from "./source-table.tsx";
import { Transfers } from "./transfers.tsx";

export type SourceView = inferRouterOutputs<AppRouter>["sources"]["list"][number];

const LIVE_MS = 5_000;

export function SourcesPage() {
  const words = useWords();
  const mayChange = useMay("source.change");
  const [adding, setAdding] = useState(false);
  const actions = mayChange ? (
    <Button kind="main" aria-expanded={adding} onClick={() => setAdding(!adding)}>
      {words.t("sources.add")}
    </Button>
  ) : null;
  return (
    <GuardedPage
      title={words.t("sources.title")}
      lead={words.t("sources.lead")}
      permission="source.see"
      actions={actions}
    >
      <Sources adding={adding} close={() => setAdding(false)} />
    </GuardedPage>
  );
}

function Sources({ adding, close }: { adding: boolean; close: () => void }) {
  const words = useWords();
  const query = useQuery({ queryKey: ["sources"], queryFn: () => api.sources.list.query(), refetchInterval: LIVE_MS });
  const transfers = useTransfers();
  const counts = useMemo(() => dayCounts(transfers.data, new Date()), [transfers.data]);
  const changed = () => void query.refetch();
  return (
    <div className="grid gap-4">
      <div className={`grid items-start gap-4 ${adding ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
        <Sheet label={words.t("sources.title")}>
          <Answer query={query}>
            {(list) =>
              list.length === 0 ? (
                <Said title={words.t("sources.empty")}>{words.t("sources.empty.help")}</Said>
              ) : (
                <SourceTable sources={list} counts={counts} changed={changed} />
              )
            }
          </Answer>
        </Sheet>
        {adding ? (
          <AddSource
            close={close}
            added={() => {
              close();
              changed();
            }}
          />
        ) : null}
      </div>
      <Transfers query={transfers} sources={query.data ?? NO_SOURCES} />
    </div>
  );
}

const NO_SOURCES: readonly SourceView[] = [];
