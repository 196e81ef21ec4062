"use client";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { NaturesView, RuleInput, RuleView } from "./private-page.tsx";
import { minuteText, ruleText, WEEKDAYS, weekdayName } from "./rule-words.ts";

interface RulePanelProps {
  readonly kind: "code" | "time";
  /** null: a new one. */
  readonly rule: RuleView | null;
  readonly view: NaturesView;
  readonly close: () => void;
  readonly changed: () => void;
}

const OFFICE_DAYS = 31;

/** One rule: a code that is dialled, or hours. */
export function RulePanel({ kind, rule, view, close, changed }: RulePanelProps) {
  const words = useWords();
  const [weekdays, setWeekdays] = useState(rule?.weekdays ?? OFFICE_DAYS);
  const set = useAct((fields: FormFields) => api.natures.setRule.mutate(ruleIn(kind, rule, weekdays, fields)), {
    onSuccess: changed,
  });
  const remove = useAct((ruleId: string) => api.natures.removeRule.mutate({ ruleId }), { onSuccess: changed });
  const title = rule === null ? words.t(`natures.new.${kind}`) : ruleText(rule, words);
  return (
    <Panel title={title} close={close}>
      <p className="text-ink-2">{words.t(`natures.${kind}.help`)}</p>
      <Form
        submit={words.t("natures.save")}
        busy={set.isPending}
        error={set.error}
        close={close}
        disabled={kind === "time" && weekdays === 0}
        send={(fields) => set.mutate(fields)}
      >
        {kind === "code" ? (
          <TextField
            id="nature-code"
            name="code"
            label={words.t("natures.code")}
            help={words.t("natures.code.field")}
            required
            maxLength={40}
            autoComplete="off"
            defaultValue={rule?.code ?? ""}
            className="font-mono"
          />
        ) : (
          <TimeFields rule={rule} weekdays={weekdays} setWeekdays={setWeekdays} />
        )}
        <SelectField
          id="nature-means"
          name="nature"
          label={words.t("natures.column.means")}
          defaultValue={rule?.nature ?? "private"}
        >
          {(["private", "business"] as const).map((one) => (
            <option key={one} value={one}>
              {words.t(`sorted.${one}.long`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          id="nature-source"
          name="source"
          label={words.t("natures.column.source")}
          help={words.t("natures.source.help")}
          defaultValue={rule?.sourceId ?? ""}
        >
          <option value="">{words.t("natures.source.all")}</option>
          {view.sources.map((source) => (
            <option key={source.sourceId} value={source.sourceId}>
              {source.name}
            </option>
          ))}
        </SelectField>
        <p className="text-ink-2">{words.t("natures.from.now")}</p>
      </Form>
      {rule === null ? null : (
        <div className="mt-3 border-t border-line pt-3">
          <Button kind="danger-line" disabled={remove.isPending} onClick={() => remove.mutate(rule.ruleId)}>
            {words.t("natures.remove")}
          </Button>
          <Refusal className="mt-2" error={remove.error} />
        </div>
      )}
    </Panel>
  );
}

interface TimeFieldsProps {
  readonly rule: RuleView | null;
  readonly weekdays: number;
  readonly setWeekdays: (bits: number) => void;
}

function TimeFields({ rule, weekdays, setWeekdays }: TimeFieldsProps) {
  const words = useWords();
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("natures.weekdays")}</legend>
        <div className="grid grid-cols-2 gap-x-3">
          {WEEKDAYS.map((bit) => (
            <label key={bit} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                className="m-1 size-4"
                checked={(weekdays & bit) !== 0}
                onChange={() => setWeekdays(weekdays ^ bit)}
              />
              {weekdayName(bit, words, "long")}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 gap-2">
        <TextField
          id="nature-from"
          name="fromMinute"
          type="time"
          label={words.t("natures.from")}
          required
          defaultValue={minuteText(rule?.fromMinute ?? 480)}
        />
        <TextField
          id="nature-to"
          name="toMinute"
          type="time"
          label={words.t("natures.to")}
          help={words.t("natures.to.help")}
          required
          defaultValue={minuteText((rule?.toMinute ?? 1020) % 1440)}
        />
      </div>
      <SelectField
        id="nature-outside"
        name="outside"
        label={words.t("natures.which")}
        defaultValue={(rule?.outside ?? true) ? "outside" : "within"}
      >
        {(["outside", "within"] as const).map((one) => (
          <option key={one} value={one}>
            {words.t(`natures.which.${one}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function ruleIn(kind: "code" | "time", rule: RuleView | null, weekdays: number, fields: FormFields): RuleInput {
  const common = {
    ...(rule === null ? {} : { ruleId: rule.ruleId }),
    sourceId: fields.number("source"),
    nature: fields.text("nature") === "business" ? ("business" as const) : ("private" as const),
  };
  if (kind === "code") return { kind, ...common, code: fields.text("code") };
  return {
    kind,
    ...common,
    weekdays,
    fromMinute: minuteOf(fields.text("fromMinute")),
    // Midnight at the end of hours is the end of that day.
    toMinute: minuteOf(fields.text("toMinute")) || 1440,
    outside: fields.text("outside") === "outside",
  };
}

function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}
