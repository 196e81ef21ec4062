"use client";
import { api } from "../../../_trpc/client.ts";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
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
        <TextField
          id="end-reason"
          name="reason"
          label={words.t("retention.change.reason")}
          required
          minLength={3}
          maxLength={500}
        />
      </Form>
    </Panel>
  );
}
