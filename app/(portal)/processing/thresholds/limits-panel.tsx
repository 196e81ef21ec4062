"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { readCents, writeCents } from "#server/domain/money.ts";
import { api } from "../../../_trpc/client.ts";
import { CheckField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { LimitsView, ScopedLimits, ThresholdsView } from "./views.ts";

interface LimitsPanelProps {
  readonly view: ThresholdsView;
  readonly sourceId: number | null;
  readonly close: () => void;
  readonly changed: () => void;
  readonly tryOut: (limits: ScopedLimits) => void;
  readonly trying: boolean;
}

/** Sets the limits of all sources or of one; what they would change in stored calls can be seen before. */
export function LimitsPanel({ view, sourceId, close, changed, tryOut, trying }: LimitsPanelProps) {
  const words = useWords();
  const source = view.sources.find((one) => one.sourceId === sourceId);
  const [own, setOwn] = useState(sourceId === null || (source?.limits ?? null) !== null);
  const set = useMutation({
    mutationFn: (limits: ScopedLimits) => api.thresholds.set.mutate(limits),
    onSuccess: changed,
  });
  const name = source?.name ?? words.t("thresholds.of.company");
  const wanted = (fields: FormFields): ScopedLimits => ({ sourceId, limits: own ? limitsIn(fields) : null });
  return (
    <Panel title={words.t("thresholds.change", { name })} close={close}>
      <Form
        submit={words.t("thresholds.save")}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={(fields) => set.mutate(wanted(fields))}
        also={{ label: words.t("thresholds.try"), busy: trying, send: (fields) => tryOut(wanted(fields)) }}
      >
        {sourceId === null ? null : (
          <CheckField
            id="limit-own"
            label={words.t("thresholds.own")}
            help={words.t("thresholds.own.help")}
            checked={own}
            onChange={(event) => setOwn(event.target.checked)}
          />
        )}
        {own ? <LimitFields limits={source?.limits ?? view.company} currency={view.currency} /> : null}
        <p className="text-ink-2">{words.t("thresholds.from.now")}</p>
      </Form>
    </Panel>
  );
}

function LimitFields({ limits, currency }: { limits: LimitsView; currency: string }) {
  const words = useWords();
  const seconds = { type: "number", min: 1, step: 1, inputMode: "numeric" } as const;
  return (
    <>
      <TextField
        id="limit-duration"
        name="durationSeconds"
        label={words.t("thresholds.duration")}
        help={words.t("thresholds.duration.help")}
        {...seconds}
        max={86_400}
        defaultValue={limits.durationSeconds ?? ""}
      />
      <TextField
        id="limit-ring"
        name="ringSeconds"
        label={words.t("thresholds.ring")}
        help={words.t("thresholds.ring.help")}
        {...seconds}
        max={3_600}
        defaultValue={limits.ringSeconds ?? ""}
      />
      <TextField
        id="limit-cost"
        name="costCents"
        label={words.t("thresholds.cost", { currency })}
        help={words.t("thresholds.cost.help")}
        inputMode="decimal"
        pattern="\d{1,6}([.,]\d{1,2})?"
        wrong={words.t("thresholds.cost.wrong")}
        autoComplete="off"
        defaultValue={limits.costCents === null ? "" : amountIn(limits.costCents, words.language)}
      />
      <CheckField
        id="limit-unanswered"
        name="unanswered"
        label={words.t("thresholds.unanswered.label")}
        help={words.t("thresholds.unanswered.help")}
        defaultChecked={limits.unanswered}
      />
      <CheckField
        id="limit-internal"
        name="internal"
        label={words.t("thresholds.internal.label")}
        defaultChecked={limits.internal}
      />
    </>
  );
}

function limitsIn(fields: FormFields): NonNullable<ScopedLimits["limits"]> {
  return {
    durationSeconds: fields.number("durationSeconds"),
    ringSeconds: fields.number("ringSeconds"),
    // Nothing is no limit, and so is an amount of nothing.
    costCents: readCents(fields.text("costCents")) || null,
    unanswered: fields.checked("unanswered"),
    internal: fields.checked("internal"),
  };
}

function amountIn(cents: number, language: "sv" | "en"): string {
  const text = writeCents(cents);
  return language === "sv" ? text.replace(".", ",") : text;
}
