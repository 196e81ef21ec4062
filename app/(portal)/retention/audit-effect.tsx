"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";

type AuditPreview = inferRouterOutputs<AppRouter>["retention"]["previewAudit"];

/** What a change of the audit's rule does, in words: which entries go and when, and of whom it cannot tell any more. */
export function AuditEffect({ preview }: { preview: AuditPreview }) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const { direction, holdsOn, entriesGo, monthsEnd, monthsMoved } = preview;
  const day = holdsOn === null ? null : longDay(holdsOn, words);
  return (
    <div role="status" className="grid gap-1 rounded-md bg-sunken p-3">
      {direction === "same" || (day === null && entriesGo + monthsEnd + monthsMoved === 0) ? (
        <p>{words.t("retention.change.none")}</p>
      ) : null}
      {entriesGo > 0 ? (
        <p className="font-semibold text-brick">
          {day === null
            ? words.t("auditRule.goes", { count: entriesGo })
            : words.t("auditRule.goesOn", { count: entriesGo, day })}
        </p>
      ) : null}
      {entriesGo === 0 && day !== null ? <p>{words.t("rules.change.nothingOn", { day })}</p> : null}
      {monthsEnd > 0 ? <p>{words.t("auditRule.monthsEnd", { count: monthsEnd })}</p> : null}
      {monthsMoved > 0 ? <p>{words.t("auditRule.monthsMoved", { count: monthsMoved })}</p> : null}
      {entriesGo > 0 ? <p className="text-ink-2">{words.t("auditRule.checkpoint")}</p> : null}
      {direction === "longer" ? <p className="text-ink-2">{words.t("retention.change.longer")}</p> : null}
      {direction === "longer" && maySet ? <p className="text-amber">{words.t("retention.change.waits")}</p> : null}
    </div>
  );
}
