"use client";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FilterView } from "./filters-page.tsx";

/** What becomes of calls that no rule fits. */
export function OthersPanel({ view, close, changed }: { view: FilterView; close: () => void; changed: () => void }) {
  const words = useWords();
  const set = useAct(api.gate.setFilter.mutate, { onSuccess: changed });
  return (
    <Panel title={words.t("gate.others")} close={close}>
      <Form
        submit={words.t("gate.rule.save")}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={(fields) =>
          set.mutate({
            version: view.version,
            rules: view.rules,
            others: fields.text("others") === "leave-out" ? "leave-out" : "take",
            organisations: true,
            reason: fields.text("reason"),
          })
        }
      >
        <SelectField
          id="gate-others"
          name="others"
          label={words.t("gate.others")}
          defaultValue={view.others}
          help={words.t("gate.others.help")}
        >
          {(["take", "leave-out"] as const).map((one) => (
            <option key={one} value={one}>
              {words.t(`gate.others.${one}`)}
            </option>
          ))}
        </SelectField>
        <ReasonField id="gate-others-reason" />
      </Form>
    </Panel>
  );
}
