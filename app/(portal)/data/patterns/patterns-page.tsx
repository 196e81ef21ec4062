"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { PurposeField } from "../../../_ui/reason-field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Progress } from "../../../_ui/progress.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { addDaysTo, dayOf, longDay, shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { PatternHits } from "./pattern-hits.tsx";

export type PatternView = inferRouterOutputs<AppRouter>["patterns"]["list"][number];

/** Offered at first: a day alone hardly holds what somebody looks for. */
const PERIOD_DAYS = 30;
const QUICK = 700;
const SLOW = 30_000;

/** A search for everybody whose number matches: asked with a purpose, made by a job, and gone after two days. */
export function PatternsPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("patterns.title")} lead={words.t("patterns.lead")} permission="data.pattern">
      <Patterns />
    </GuardedPage>
  );
}

function Patterns() {
  const words = useWords();
  const [shown, setShown] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ["patterns"],
    queryFn: () => api.patterns.list.query(),
    refetchInterval: (now) => (now.state.data?.some((view) => isOpen(view)) === true ? QUICK : SLOW),
  });
  const view = query.data?.find((one) => one.patternId === shown);
  return (
    <div className="grid gap-4">
      <Sheet label={words.t("patterns.title")}>
        <div className="p-3.5">
          <Ask asked={() => void query.refetch()} />
        </div>
      </Sheet>
      <Sheet title={words.t("patterns.list")}>
        <Answer query={query}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={words.t("patterns.empty")} why={words.t("patterns.empty.help")} />
            ) : (
              <ul>
                {list.map((one) => (
                  <Asked
                    key={one.patternId}
                    view={one}
                    show={() => setShown(one.patternId)}
                    changed={() => void query.refetch()}
                  />
                ))}
              </ul>
            )
          }
        </Answer>
      </Sheet>
      {view === undefined || view.selectionId === null ? null : (
        <PatternHits key={view.selectionId} view={view} selectionId={view.selectionId} />
      )}
    </div>
  );
}

function isOpen({ state }: PatternView): boolean {
  return state === "waiting" || state === "running";
}

function Ask({ asked }: { asked: () => void }) {
  const words = useWords();
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  const act = useAct((fields: FormFields) => send(fields), { onSuccess: asked, gcTime: 0 });
  return (
    <Form
      submit={words.t("patterns.start")}
      busy={act.isPending}
      error={act.error}
      send={(fields) => act.mutate(fields)}
    >
      <div className="grid gap-3 md:grid-cols-[2fr_1fr_1fr_1fr]">
        <TextField
          id="pattern-text"
          name="pattern"
          label={words.t("patterns.pattern")}
          help={words.t("patterns.pattern.help")}
          autoComplete="off"
          required
          maxLength={60}
        />
        <SelectField id="pattern-type" name="type" label={words.t("patterns.type")}>
          <option value="phone">{words.t("data.type.phone")}</option>
          <option value="ssn">{words.t("data.type.ssn")}</option>
        </SelectField>
        <TextField
          id="pattern-from"
          name="from"
          type="date"
          max={today}
          label={words.t("patterns.from")}
          defaultValue={addDaysTo(today, -PERIOD_DAYS)}
          required
        />
        <TextField
          id="pattern-to"
          name="to"
          type="date"
          max={today}
          label={words.t("patterns.to")}
          defaultValue={today}
          required
        />
      </div>
      <PurposeField id="pattern-purpose" of="patterns.purpose" />
    </Form>
  );
}

async function send(fields: FormFields) {
  return await api.patterns.request.mutate({
    pattern: fields.text("pattern"),
    type: fields.text("type") === "ssn" ? "ssn" : "phone",
    from: fields.text("from"),
    to: fields.text("to"),
    purpose: fields.text("purpose"),
  });
}

const TONES = { waiting: "warn", running: "warn", ready: "ok", failed: "bad", cancelled: "plain" } as const;

function Asked({ view, show, changed }: { view: PatternView; show: () => void; changed: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const end = useAct(() => api.patterns.end.mutate({ patternId: view.patternId }), { onSuccess: changed });
  return (
    <li className="grid gap-2 border-b border-line p-3.5 last:border-b-0">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Tag tone={TONES[view.state]}>{words.t(`patterns.state.${view.state}`)}</Tag>
        <b className="font-semibold">{view.purpose}</b>
        <span className="text-ink-2">
          {longDay(view.from, words)} – {longDay(view.to, words)}, {shortTime(view.createdAt, zone)}
        </span>
      </p>
      {isOpen(view) ? (
        <Progress
          done={view.subjectsDone}
          of={view.subjectsTotal === 0 ? null : view.subjectsTotal}
          label={words.t("patterns.looked", { done: view.subjectsDone, of: view.subjectsTotal })}
          cancel={() => end.mutate()}
          cancelling={end.isPending}
        />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          {view.state === "ready" ? <span>{words.t("holds.calls", { count: view.calls })}</span> : null}
          {view.limited ? <span className="text-amber">{words.t("patterns.limited")}</span> : null}
          {view.leftOut > 0 ? (
            <span className="text-ink-2">{words.t("patterns.leftOut", { count: view.leftOut })}</span>
          ) : null}
          <span className="ml-auto flex gap-2">
            {view.selectionId === null ? null : <Button onClick={show}>{words.t("patterns.show")}</Button>}
            <Button disabled={end.isPending} onClick={() => end.mutate()}>
              {words.t("patterns.forget")}
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
