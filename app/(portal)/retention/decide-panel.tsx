"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { AuditEffect } from "./audit-effect.tsx";
import { Effect } from "./effect.tsx";
import type { ChangeView, RetentionPreview, RetentionView } from "./retention-page.tsx";
import { dayText, ruleName, stepText } from "./rule-words.ts";
import { goesText } from "./waiting-changes.tsx";

interface DecidePanelProps {
  readonly change: ChangeView;
  readonly view: RetentionView;
  readonly previewed: (preview: RetentionPreview | null) => void;
  readonly close: () => void;
  readonly changed: () => void;
}

type Decision = "approve" | "decline" | "withdraw" | "waive";

/** A change that waits, with the same preview before who asked and before who decides. */
export function DecidePanel({ change, view, previewed, close, changed }: DecidePanelProps) {
  const words = useWords();
  const ofAudit = change.rules.find((rule) => rule.product === null);
  return (
    <Panel title={words.t(change.holdsOn === null ? "retention.waiting" : "rules.cooling")} close={close}>
      <p className="text-ink-2">
        {words.t("retention.waiting.asked", {
          name: change.askedByName,
          day: dayText(change.askedAt, words),
          reason: change.reason,
        })}
      </p>
      <ul className="my-2 grid gap-1">
        {change.rules.map((rule) => (
          <li key={`${rule.product} ${rule.class}`}>
            <b className="font-semibold">{ruleName(rule, words)}</b>: {stepText(rule, words)}
          </li>
        ))}
      </ul>
      {change.holdsOn === null ? null : (
        <>
          <p className="font-semibold">{goesText(change, change.holdsOn, words)}</p>
          <p className="mt-2 mb-1 text-ink-2">{words.t("rules.cooling.waiveEffect")}</p>
        </>
      )}
      {ofAudit === undefined ? (
        <RulesEffect change={change} view={view} previewed={previewed} />
      ) : (
        <AuditChange change={change} keptDays={ofAudit.to.keptDays ?? 0} />
      )}
      <Decisions change={change} close={close} changed={changed} />
    </Panel>
  );
}

function RulesEffect({ change, view, previewed }: Pick<DecidePanelProps, "change" | "view" | "previewed">) {
  const preview = useQuery({
    queryKey: ["retention", "change", change.id],
    // Of what takes hold later the panel tells what skipping the wait would do now.
    queryFn: () =>
      api.retention.preview.query({ changes: change.rules.flatMap(wantedOf), waived: change.state === "cooling" }),
    gcTime: 0,
  });
  const seen = preview.data;
  useEffect(() => {
    if (seen !== undefined) previewed(seen);
  }, [seen, previewed]);
  return <Answer query={preview}>{(data) => <Effect preview={data} view={view} />}</Answer>;
}

function AuditChange({ change, keptDays }: { change: ChangeView; keptDays: number }) {
  const preview = useQuery({
    queryKey: ["retention", "change", change.id],
    queryFn: () => api.retention.previewAudit.query({ keptDays, waived: change.state === "cooling" }),
    gcTime: 0,
  });
  return <Answer query={preview}>{(data) => <AuditEffect preview={data} />}</Answer>;
}

function Decisions({ change, close, changed }: Pick<DecidePanelProps, "change" | "close" | "changed">) {
  const words = useWords();
  const mayApprove = useMay("retention.approve");
  const decide = useAct((decision: Decision) => api.retention.decide.mutate({ changeId: change.id, decision }), {
    onSuccess: changed,
  });
  const isCooling = change.holdsOn !== null;
  const second: Decision = isCooling ? "waive" : "approve";
  const offered: readonly Decision[] = change.isOwn ? ["withdraw"] : mayApprove ? ["decline", second] : [];
  const label = (decision: Decision) =>
    decision === "waive" || (isCooling && decision !== "approve")
      ? words.t(decision === "waive" ? "rules.waive" : "rules.cancel")
      : words.t(`retention.${decision}`);
  return (
    <>
      <Refusal className="mt-2" error={decide.error} />
      <div className="mt-3 grid grid-cols-2 gap-2">
        {offered.length < 2 ? <Button onClick={close}>{words.t("action.close")}</Button> : null}
        {offered.map((decision) => (
          <Button
            key={decision}
            kind={decision === "waive" ? "danger" : decision === "approve" ? "main" : "line"}
            disabled={decide.isPending}
            onClick={() => decide.mutate(decision)}
          >
            {label(decision)}
          </Button>
        ))}
      </div>
    </>
  );
}

function wantedOf({ from, to, ...rule }: ChangeView["rules"][number]) {
  if (rule.product === null) return [];
  const renew = from.keptDays === null && to.keptDays === null;
  return [{ ...rule, keptDays: to.keptDays, maskedAfterDays: to.maskedAfterDays, renew }];
}
