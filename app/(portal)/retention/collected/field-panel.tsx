"use client";
import { api } from "../../../_trpc/client.ts";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FieldView } from "./collected-page.tsx";

interface FieldPanelProps {
  readonly field: FieldView;
  readonly close: () => void;
  readonly changed: () => void;
}

/** Switches one field on or off, for what is read from now on. */
export function FieldPanel({ field, close, changed }: FieldPanelProps) {
  const words = useWords();
  const set = useAct(api.collected.set.mutate, { onSuccess: changed });
  return (
    <Panel title={words.t(`collected.field.${field.field}`)} close={close}>
      <p className="text-ink-2">{words.t(`collected.field.${field.field}.help`)}</p>
      <Form
        submit={words.t(field.kept ? "collected.switchOff" : "collected.switchOn")}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={(fields) => set.mutate({ field: field.field, kept: !field.kept, reason: fields.text("reason") })}
      >
        <ReasonField id="field-reason" />
      </Form>
    </Panel>
  );
}
