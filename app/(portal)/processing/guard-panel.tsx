"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ALWAYS, type Calendar, HOURS_PATTERN, hoursText, OFFICE, readHours } from "#server/domain/office-hours.ts";
import { HOLIDAYS } from "#server/domain/holidays.ts";
import { api } from "../../_trpc/client.ts";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel, PanelEnd } from "../../_ui/panel.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { weekday } from "./calendar-text.ts";
import { type GuardKind, type GuardView, nameOf } from "./guard-view.ts";

const FIRST_MINUTES = 60;
const MOST_MINUTES = 20_160;
const DAYS_TEXT = "\\s*(\\d{4}-\\d{2}-\\d{2}([\\s,;]+\\d{4}-\\d{2}-\\d{2})*)?[\\s,;]*";

type Choice = "company" | "always" | "own";

interface GuardPanelProps {
  readonly watched: GuardView;
  readonly kind: GuardKind;
  readonly close: () => void;
  readonly changed: () => void;
}

/** How long something may be silent, and when people work. */
export function GuardPanel({ watched, kind, close, changed }: GuardPanelProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const { sourceId, guard } = watched;
  const [choice, choose] = useState<Choice>(() => choiceOf(watched));
  const save = useMutation({
    mutationFn: (input: Parameters<typeof api.guards.set.mutate>[0]) => api.guards.set.mutate(input),
    onSuccess: changed,
  });
  const drop = useMutation({ mutationFn: () => api.guards.drop.mutate({ sourceId, kind }), onSuccess: changed });
  const choices: readonly Choice[] = sourceId === 0 ? ["always", "own"] : ["company", "always", "own"];
  return (
    <Panel
      title={words.t(kind === "collected" ? "guard.collected.panel" : "guard.panel", { name: nameOf(watched, words) })}
      close={close}
    >
      <p className="text-ink-2">{words.t(kind === "collected" ? "guard.collected.help" : "guard.panel.help")}</p>
      <Form
        submit={words.t("guard.save")}
        busy={save.isPending}
        error={save.error}
        close={close}
        send={(fields) =>
          save.mutate({
            sourceId,
            kind,
            minutes: fields.number("minutes") ?? 0,
            calendar: calendarFrom(fields, choice),
          })
        }
      >
        <TextField
          id={`guard-${kind}-minutes`}
          name="minutes"
          type="number"
          min={1}
          max={MOST_MINUTES}
          required
          label={words.t(kind === "collected" ? "guard.collected.field.minutes" : "guard.field.minutes")}
          help={words.t("guard.field.minutes.help")}
          defaultValue={guard?.minutes ?? FIRST_MINUTES}
        />
        <SelectField
          id={`guard-${kind}-calendar`}
          label={words.t("guard.field.calendar")}
          value={choice}
          onChange={(event) => choose(choices.find((one) => one === event.target.value) ?? choice)}
        >
          {choices.map((one) => (
            <option key={one} value={one}>
              {words.t(`guard.calendar.${one}`)}
            </option>
          ))}
        </SelectField>
        {choice === "own" ? <CalendarFields calendar={ownOf(watched)} kind={kind} /> : null}
      </Form>
      {guard === null ? null : (
        <PanelEnd drop={drop} label={words.t("guard.drop")}>
          <p className="text-[12.5px] text-ink-2">
            {words.t("guard.setBy", { name: guard.setByName, time: shortTime(guard.setAt, zone) })}
          </p>
        </PanelEnd>
      )}
    </Panel>
  );
}

function CalendarFields({ calendar, kind }: { calendar: Calendar; kind: GuardKind }) {
  const words = useWords();
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("guard.field.hours")}</legend>
        <p className="text-[12.5px] text-ink-2">{words.t("guard.field.hours.help")}</p>
        <div className="grid grid-cols-2 gap-2">
          {calendar.week.map((hours, at) => (
            <TextField
              // biome-ignore lint/suspicious/noArrayIndexKey: a week has seven days in one order
              key={at}
              id={`guard-${kind}-day-${at}`}
              name={`day-${at}`}
              label={weekday(at, words)}
              defaultValue={hoursText(hours)}
              pattern={HOURS_PATTERN}
              wrong={words.t("guard.field.hours.wrong")}
              autoComplete="off"
            />
          ))}
        </div>
      </fieldset>
      <SelectField
        id={`guard-${kind}-holidays`}
        name="holidays"
        label={words.t("guard.field.holidays")}
        defaultValue={calendar.holidays}
      >
        {HOLIDAYS.map((one) => (
          <option key={one} value={one}>
            {words.t(`guard.holidays.${one}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        id={`guard-${kind}-closed`}
        name="closed"
        label={words.t("guard.field.closed")}
        help={words.t("guard.field.closed.help")}
        defaultValue={calendar.closed.join(", ")}
        pattern={DAYS_TEXT}
        wrong={words.t("guard.field.closed.wrong")}
        autoComplete="off"
      />
    </>
  );
}

/** Every hour of every day is said in a word, where nothing else is said of it. */
function choiceOf({ sourceId, guard }: GuardView): Choice {
  if (guard === null) return sourceId === 0 ? "own" : "company";
  if (guard.calendar === null) return sourceId === 0 ? "always" : "company";
  return JSON.stringify(guard.calendar) === JSON.stringify(ALWAYS) ? "always" : "own";
}

function ownOf({ guard }: GuardView): Calendar {
  return guard?.calendar ?? OFFICE;
}

function calendarFrom(fields: FormFields, choice: Choice): Calendar | null {
  if (choice === "company") return null;
  if (choice === "always") return ALWAYS;
  return {
    week: OFFICE.week.map((_, at) => readHours(fields.text(`day-${at}`)) ?? []),
    holidays: HOLIDAYS.find((one) => one === fields.text("holidays")) ?? "none",
    closed: [
      ...new Set(
        fields
          .text("closed")
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
    ].sort(),
  };
}
