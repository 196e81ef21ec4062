"use client";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { CheckField, SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Draft, FilterView, RuleView } from "./filters-page.tsx";
import { CallFields, TimeFields } from "./rule-fields.tsx";
import { readRule, withRule } from "./read-rule.ts";

interface RulePanelProps {
  readonly view: FilterView;
  /** The rule's place; null for a new one. */
  readonly at: number | null;
  /** Tries the lines that were pasted with the rules as they would be. */
  readonly attempt: (draft: Draft) => void;
  readonly close: () => void;
  readonly changed: () => void;
}

/** One rule: what it asks, where it stands among the others, and what becomes of calls that fit. */
export function RulePanel({ view, at, attempt, close, changed }: RulePanelProps) {
  const words = useWords();
  const rule = at === null ? null : (view.rules[at] ?? null);
  const [removes, setRemoves] = useState(false);
  const set = useAct(api.gate.setFilter.mutate, { onSuccess: changed });
  const rulesOf = (fields: FormFields): Required<Draft> => {
    const place = (fields.number("place") ?? view.rules.length + 1) - 1;
    const rules = removes
      ? view.rules.filter((_, i) => i !== at)
      : withRule(view.rules, at, readRule(fields, rule, view), place);
    return { rules, others: view.others, organisations: removes || fields.checked("organisations") };
  };
  const send = (fields: FormFields) =>
    set.mutate({ version: view.version, ...rulesOf(fields), reason: fields.text("reason") });
  const title = rule === null ? words.t("gate.rule.add") : words.t("gate.rule.change.of", { name: rule.name });
  return (
    <Panel title={title} close={close}>
      <Form
        submit={words.t(removes ? "gate.rule.remove" : "gate.rule.save")}
        kind={removes ? "danger" : "main"}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={send}
        {...(view.sources.length === 0
          ? {}
          : {
              also: {
                label: words.t("gate.rule.try"),
                busy: false,
                send: (fields: FormFields) => attempt(rulesOf(fields)),
              },
            })}
      >
        {removes ? (
          <p className="text-ink-2">{words.t("gate.rule.remove.help")}</p>
        ) : (
          <Fields rule={rule} view={view} at={at} />
        )}
        {rule === null ? null : (
          <Button kind="plain" className="justify-self-start" onClick={() => setRemoves(!removes)}>
            {words.t(removes ? "gate.rule.keep" : "gate.rule.remove")}
          </Button>
        )}
        <ReasonField id="rule-reason" />
      </Form>
    </Panel>
  );
}

function Fields({ rule, view, at }: { rule: RuleView | null; view: FilterView; at: number | null }) {
  const words = useWords();
  const places = view.rules.length + (at === null ? 1 : 0);
  return (
    <>
      <TextField
        id="rule-name"
        name="name"
        label={words.t("gate.rule.name")}
        defaultValue={rule?.name}
        required
        maxLength={80}
      />
      <SelectField id="rule-action" name="action" label={words.t("gate.rule.action")} defaultValue={rule?.action}>
        {(["leave-out", "take"] as const).map((one) => (
          <option key={one} value={one}>
            {words.t(`gate.action.${one}`)}
          </option>
        ))}
      </SelectField>
      <p className="text-[12.5px] text-ink-2">{words.t("gate.rule.all")}</p>
      <CallFields rule={rule} sources={view.sources} />
      <TimeFields rule={rule} />
      <CheckField id="rule-organisations" name="organisations" label={words.t("gate.organisations")} />
      {places > 1 ? (
        <TextField
          id="rule-place"
          name="place"
          type="number"
          min={1}
          max={places}
          label={words.t("gate.rule.place")}
          help={words.t("gate.rule.place.help")}
          defaultValue={at === null ? places : at + 1}
        />
      ) : null}
    </>
  );
}
