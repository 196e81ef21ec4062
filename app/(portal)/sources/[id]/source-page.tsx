"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { Answer, Said } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import { Guards } from "../../processing/guards.tsx";
import { SourceForm } from "../source-form.tsx";
import { TransferLog } from "../transfer-log.tsx";
import { LiveFigures } from "./live-figures.tsx";
import { RatePlot } from "./rate-plot.tsx";
import { SourceActions } from "./source-actions.tsx";
import { SourceFacts } from "./source-facts.tsx";

export type SourcePageView = inferRouterOutputs<AppRouter>["sources"]["show"];

const LIVE_MS = 3_000;

/** One source while it runs: how it stands, how fast it is, what listens to it, and what it has brought. */
export function SourcePage({ sourceId }: { sourceId: number }) {
  const words = useWords();
  const maySee = useMay("source.see");
  const hasCompany = useViewer().company !== null;
  const query = useQuery({
    queryKey: ["source", sourceId],
    queryFn: () => api.sources.show.query({ sourceId }),
    enabled: maySee && hasCompany && sourceId > 0,
    refetchInterval: LIVE_MS,
  });
  return (
    <GuardedPage
      title={query.data?.source.name ?? words.t("sources.title")}
      lead={words.t("sources.page.lead")}
      permission="source.see"
      actions={
        <Link href="/sources" prefetch={false} className="text-pine underline underline-offset-3">
          {words.t("sources.back")}
        </Link>
      }
    >
      {sourceId === 0 ? (
        <Said title={words.t("sources.page.gone")} />
      ) : (
        <Answer query={query}>{(view) => <OneSource view={view} changed={() => void query.refetch()} />}</Answer>
      )}
    </GuardedPage>
  );
}

function OneSource({ view, changed }: { view: SourcePageView; changed: () => void }) {
  const words = useWords();
  const router = useRouter();
  const mayChange = useMay("source.change");
  const seesGuards = useMay("processing.see");
  const [editing, setEditing] = useState(false);
  const { source } = view;
  const [saved, setSaved] = useState(0);
  const done = () => {
    setEditing(false);
    setSaved((count) => count + 1);
    changed();
  };
  return (
    <div className={`grid items-start gap-4 ${editing ? "lg:grid-cols-[minmax(0,1fr)_380px]" : ""}`}>
      <div className="grid min-w-0 gap-4">
        {mayChange ? (
          <SourceActions
            // What was asked and found was of the settings before.
            key={saved}
            source={source}
            edit={() => setEditing(true)}
            changed={changed}
            removed={() => router.push("/sources")}
          />
        ) : null}
        <SourceFacts view={view} />
        <RatePlot view={view} />
        {view.live === null || Object.keys(view.live.figures).length === 0 ? null : <LiveFigures live={view.live} />}
        {seesGuards ? (
          <>
            <Guards sourceId={source.id} kind="collected" heard={{ at: view.collectedAt, since: source.stateSince }} />
            <Guards sourceId={source.id} kind="processed" heard={{ at: view.storedAt, since: source.stateSince }} />
          </>
        ) : null}
        <TransferLog sourceId={source.id} />
      </div>
      {editing ? (
        <Panel title={words.t("sources.settings")} close={() => setEditing(false)}>
          <SourceForm source={source} close={() => setEditing(false)} saved={done} />
        </Panel>
      ) : null}
    </div>
  );
}
