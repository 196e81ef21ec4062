"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { AuditPanel } from "./audit-panel.tsx";
import { AuditRule } from "./audit-rule.tsx";
import { RetentionCards } from "./cards.tsx";
import { DecidePanel } from "./decide-panel.tsx";
import { Nights } from "./nights.tsx";
import { RuleList } from "./rule-list.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { SeveralPanel } from "./several-panel.tsx";
import { RetentionStatus } from "./status.tsx";
import { WaitingChanges } from "./waiting-changes.tsx";

export type RetentionView = inferRouterOutputs<AppRouter>["retention"]["show"];
export type RuleView = RetentionView["rules"][number];
export type Night = RetentionView["went"][number];
export type ChangeView = RetentionView["changes"][number];
export type RetentionPreview = inferRouterOutputs<AppRouter>["retention"]["preview"];
export type RuleChange = inferRouterInputs<AppRouter>["retention"]["preview"]["changes"][number];

export function RetentionPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("retention.title")} lead={words.t("retention.lead")} permission="retention.see">
      <Retention />
    </GuardedPage>
  );
}

type Open =
  | { readonly what: "rule"; readonly rule: RuleView }
  | { readonly what: "several" }
  | { readonly what: "audit" }
  | { readonly what: "change"; readonly change: ChangeView }
  | null;

/** While something is being applied or waits for a person, the page looks again by itself. */
const SOON_MS = 2_000;
const WAITS_MS = 15_000;

function Retention() {
  const query = useQuery({
    queryKey: ["retention"],
    queryFn: () => api.retention.show.query(),
    refetchInterval: ({ state }) =>
      state.data?.applying != null ? SOON_MS : state.data?.sweep.waitsFor != null ? WAITS_MS : false,
  });
  const [open, setOpen] = useState<Open>(null);
  const [trial, setTrial] = useState<RetentionPreview | null>(null);
  const close = () => {
    setOpen(null);
    setTrial(null);
  };
  const changed = () => {
    close();
    void query.refetch();
  };
  const show = (next: Open) => {
    setTrial(null);
    setOpen(next);
  };
  return (
    <Answer query={query}>
      {(view) => (
        <div className="grid gap-4">
          <RetentionStatus view={view} />
          <More isPublic={view.isPublic} />
          <RetentionCards view={view} />
          <WaitingChanges view={view} look={(change) => show({ what: "change", change })} />
          <div className={`grid items-start gap-4 ${open === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
            <div className="grid min-w-0 gap-4">
              <RuleList
                rules={view.rules}
                trial={trial}
                change={(rule) => show({ what: "rule", rule })}
                actions={<Several open={() => show({ what: "several" })} />}
              />
              <AuditRule rule={view.audit} change={() => show({ what: "audit" })} />
            </div>
            <OpenPanel open={open} view={view} previewed={setTrial} close={close} changed={changed} />
          </div>
          <Nights view={view} trial={trial} />
        </div>
      )}
    </Answer>
  );
}

/** The pages beside this one. */
function More({ isPublic }: { isPublic: boolean }) {
  const words = useWords();
  return (
    <nav aria-label={words.t("rules.more")} className="flex flex-wrap gap-x-4 gap-y-1">
      <Link className="font-semibold text-pine underline" href="/retention/collected">
        {words.t("collected.title")}
      </Link>
      {isPublic ? (
        <Link className="font-semibold text-pine underline" href="/retention/disposal">
          {words.t("disposal.title")}
        </Link>
      ) : null}
    </nav>
  );
}

function Several({ open }: { open: () => void }) {
  const words = useWords();
  return useMay("retention.set") ? <Button onClick={open}>{words.t("retention.several")}</Button> : null;
}

interface PanelProps {
  readonly open: Open;
  readonly view: RetentionView;
  readonly previewed: (preview: RetentionPreview | null) => void;
  readonly close: () => void;
  readonly changed: () => void;
}

function OpenPanel({ open, view, ...rest }: PanelProps) {
  switch (open?.what) {
    case "rule":
      return <RulePanel key={`${open.rule.product} ${open.rule.class}`} rule={open.rule} view={view} {...rest} />;
    case "audit":
      return <AuditPanel rule={view.audit} close={rest.close} changed={rest.changed} />;
    case "several":
      return <SeveralPanel view={view} {...rest} />;
    case "change":
      return <DecidePanel key={open.change.id} change={open.change} view={view} {...rest} />;
    case undefined:
      return null;
  }
}
