"use client";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { AuditEffect } from "./audit-effect.tsx";
import type { RetentionView } from "./retention-page.tsx";
import { boundText } from "./rule-words.ts";

interface AuditPanelProps {
  readonly rule: RetentionView["audit"];
  readonly close: () => void;
  readonly changed: () => void;
}

/** Changed in two steps like every rule: first what it would do, by the purge's own predicate, then the change. */
export function AuditPanel({ rule, close, changed }: AuditPanelProps) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const preview = useMutation({ mutationFn: (keptDays: number) => api.retention.previewAudit.query({ keptDays }) });
  const set = useAct((wanted: { keptDays: number; reason: string }) => api.retention.setAudit.mutate(wanted), {
    onSuccess: changed,
  });
  const seen = preview.data;
  const send = (fields: FormFields) => {
    const keptDays = fields.number("keptDays") ?? rule.keptDays;
    if (seen === undefined) preview.mutate(keptDays);
    else set.mutate({ keptDays, reason: fields.text("reason") });
  };
  const tooLong = seen?.direction === "longer" && !maySet;
  return (
    <Panel title={words.t("auditRule.change")} close={close}>
      <Form
        submit={
          seen === undefined
            ? words.t("retention.change.preview")
            : seen.holdsOn !== null
              ? words.t("rules.change.submit", { day: longDay(seen.holdsOn, words) })
              : words.t(seen.direction === "longer" && maySet ? "retention.change.ask" : "retention.change.set")
        }
        kind={(seen?.entriesGo ?? 0) > 0 ? "danger" : "main"}
        busy={preview.isPending || set.isPending}
        error={set.error ?? preview.error}
        close={close}
        disabled={tooLong}
        send={send}
      >
        <div className="grid gap-3" onInput={() => (seen === undefined ? undefined : preview.reset())}>
          <TextField
            id="audit-days"
            name="keptDays"
            label={words.t("auditRule.days")}
            help={[
              maySet ? null : words.t("retention.tightenOnly"),
              words.t("auditRule.least", { count: rule.leastDays }),
              boundText(rule, words),
            ]
              .filter((text) => text !== null)
              .join(" ")}
            defaultValue={rule.keptDays}
            required
            inputMode="numeric"
            pattern="[0-9]{1,4}"
            wrong={words.t("retention.change.days.wrong")}
          />
          <ReasonField id="audit-reason" onInput={(event) => event.stopPropagation()} />
        </div>
        {seen === undefined ? null : <AuditEffect preview={seen} />}
        {tooLong ? (
          <p role="alert" className="text-brick">
            {words.t("retention.change.onlyShorten")}
          </p>
        ) : null}
      </Form>
    </Panel>
  );
}
