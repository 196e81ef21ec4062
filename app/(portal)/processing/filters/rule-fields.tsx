"use client";
import { DIRECTIONS, DISPOSITIONS, RECORD_KINDS } from "#server/domain/codes.ts";
import { CheckField, TextField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FilterView, RuleView } from "./filters-page.tsx";
import { namesOf } from "./read-rule.ts";
import { weekdayName } from "./rule-sentence.ts";

/** What may be asked of the call itself. */
export function CallFields({ rule, sources }: { rule: RuleView | null; sources: FilterView["sources"] }) {
  const words = useWords();
  return (
    <>
      <TextField
        id="rule-extensions"
        name="extensions"
        label={words.t("gate.ask.extensions")}
        help={words.t("gate.ask.extensions.help")}
        defaultValue={rule?.extensions}
        maxLength={500}
        autoComplete="off"
      />
      <TextField
        id="rule-numbers"
        name="numbers"
        label={words.t("gate.ask.numbers")}
        help={words.t("gate.number.help")}
        defaultValue={rule?.numbers?.join(", ")}
        autoComplete="off"
      />
      <Boxes
        title={words.t("gate.ask.direction")}
        name="direction"
        boxes={namesOf(DIRECTIONS).map((one) => [one, words.t(`gate.direction.${one}`)])}
        chosen={rule?.directions}
      />
      <Boxes
        title={words.t("gate.ask.disposition")}
        name="disposition"
        boxes={namesOf(DISPOSITIONS).map((one) => [one, words.t(`gate.disposition.${one}`)])}
        chosen={rule?.dispositions}
      />
      <Boxes
        title={words.t("gate.ask.kind")}
        name="kind"
        boxes={namesOf(RECORD_KINDS).map((one) => [one, words.t(`gate.kind.${one}`)])}
        chosen={rule?.kinds}
      />
      {sources.length < 2 ? null : (
        <Boxes
          title={words.t("gate.ask.sources")}
          name="source"
          boxes={sources.map(({ id, name }) => [String(id), name])}
          chosen={rule?.sources?.map(String)}
        />
      )}
    </>
  );
}

/** When a call began, by the site's clock. */
export function TimeFields({ rule }: { rule: RuleView | null }) {
  const words = useWords();
  return (
    <>
      <Boxes
        title={words.t("gate.ask.weekdays")}
        name="weekday"
        boxes={[1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), weekdayName(day, words)])}
        chosen={rule?.weekdays?.map(String)}
      />
      <div className="grid grid-cols-2 gap-2">
        <TextField
          id="rule-from"
          name="from"
          type="time"
          label={words.t("gate.ask.from")}
          defaultValue={rule?.hours?.from}
        />
        <TextField id="rule-to" name="to" type="time" label={words.t("gate.ask.to")} defaultValue={rule?.hours?.to} />
        <TextField
          id="rule-day-from"
          name="dayFrom"
          type="date"
          label={words.t("gate.ask.dayFrom")}
          defaultValue={rule?.days?.from ?? undefined}
        />
        <TextField
          id="rule-day-to"
          name="dayTo"
          type="date"
          label={words.t("gate.ask.dayTo")}
          defaultValue={rule?.days?.to ?? undefined}
        />
      </div>
    </>
  );
}

interface BoxesProps {
  readonly title: string;
  readonly name: string;
  readonly boxes: readonly (readonly [value: string, label: string])[];
  readonly chosen: readonly string[] | undefined;
}

function Boxes({ title, name, boxes, chosen = [] }: BoxesProps) {
  return (
    <fieldset className="flex flex-wrap gap-x-3.5 gap-y-1">
      <legend className="mb-1 text-[12px] font-semibold text-ink-2">{title}</legend>
      {boxes.map(([value, label]) => (
        <CheckField
          key={value}
          id={`rule-${name}-${value}`}
          name={`${name}-${value}`}
          label={label}
          defaultChecked={chosen.includes(value)}
        />
      ))}
    </fieldset>
  );
}
