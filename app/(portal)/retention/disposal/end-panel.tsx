"use client";
import { api } from "../../../_trpc/client.ts";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { DecisionView } from "./disposal-page.tsx";

interface EndPanelProps {
  readonly decision: DecisionView;
  readonly close: () => void;
  readonly changed: () => void;
}

/** A decision that holds no longer: nothing is destroyed by ending it, and nothing that it covered goes any more. */
export function EndPanel({ decision, close, changed }: EndPanelProps) {
  const words = useWords();
  const end = useAct(api.disposal.end.mutate, { onSuccess: changed });
  return (
    <Panel title={`${words.t("disposal.end")}: ${decision.number}`} close={close}>
      <p className="text-ink-2">{words.t("disposal.end.help")}</p>
      <Form
        submit={words.t("disposal.end")}
        busy={end.isPending}
        error={end.error}
        close={close}
        send={(fields) => end.mutate({ decisionId: decision.id, reason: fields.text("reason") })}
      >
        <ReasonField id="end-reason" />
      </Form>
    </Panel>
  );
}
