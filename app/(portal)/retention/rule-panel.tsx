"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type FormEvent, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { RuleView } from "./retention-page.tsx";

type RuleEffect = inferRouterOutputs<AppRouter>["retention"]["preview"];

/** A rule is changed in two steps: first what it would do, by the same predicate, then the change. */
export function RulePanel({ rule, close, changed }: { rule: RuleView; close: () => void; changed: () => void }) {
  const words = useWords();
  const tightenOnly = !useMay("retention.set");
  const [days, setDays] = useState(rule.keptDays === null ? "" : String(rule.keptDays));
  const [off, setOff] = useState(rule.keptDays === null);
  const [reason, setReason] = useState("");
  const wanted = off ? null : Number(days);
  const change = { product: rule.product, class: rule.class, keptDays: wanted };
  const preview = useMutation({ mutationFn: () => api.retention.preview.query(change) });
  const set = useMutation({
    mutationFn: () => api.retention.set.mutate({ ...change, reason: reason.trim() }),
    onSuccess: changed,
  });
  const valid = off || (/^\d{1,4}$/.test(days) && Number(days) <= 3650);
  const previewed = preview.data !== undefined && preview.data.keptDays === wanted;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    if (previewed) set.mutate();
    else preview.mutate();
  };
  const error = set.error ?? preview.error;
  return (
    <Panel
      title={words.t("retention.change.title", {
        product: words.t(`product.${rule.product}`),
        class: words.t(`class.${rule.class}`),
      })}
      close={close}
    >
      <form onSubmit={submit} className="mt-2 grid gap-3">
        <TextField
          id="rule-days"
          label={words.t("retention.change.days")}
          inputMode="numeric"
          value={off ? "" : days}
          disabled={off}
          {...(tightenOnly ? { help: words.t("retention.tightenOnly") } : {})}
          onChange={(event) => setDays(event.target.value.trim())}
        />
        {tightenOnly ? null : (
          <label className="grid grid-cols-[auto_1fr] gap-x-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4"
              checked={off}
              onChange={(event) => setOff(event.target.checked)}
            />
            <span>
              {words.t("retention.change.off")}
              <span className="block text-[12.5px] text-ink-2">{words.t("retention.change.off.help")}</span>
            </span>
          </label>
        )}
        <TextField
          id="rule-reason"
          label={words.t("retention.change.reason")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
        {previewed ? <Effect effect={preview.data} /> : null}
        {error ? (
          <div role="alert" className="text-brick">
            <FailureText error={error} />
          </div>
        ) : null}
        <div className="grid grid-cols-2 gap-2">
          <Button onClick={close}>{words.t("action.cancel")}</Button>
          {previewed ? (
            <Button
              type="submit"
              kind={preview.data.valuesDestroyed > 0 ? "danger" : "main"}
              disabled={set.isPending || reason.trim().length < 3}
            >
              {words.t("retention.change.set")}
            </Button>
          ) : (
            <Button type="submit" kind="main" disabled={!valid || preview.isPending}>
              {words.t("retention.change.preview")}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );
}

function Effect({ effect }: { effect: RuleEffect }) {
  const words = useWords();
  return (
    <div role="status" className="grid gap-1 rounded-md bg-sunken p-3">
      {effect.valuesDestroyed > 0 ? (
        <p className="font-semibold text-brick">
          {words.t("retention.change.shorter", { count: effect.valuesDestroyed })}
        </p>
      ) : null}
      {effect.valuesMoved > 0 ? <p>{words.t("retention.change.moved", { count: effect.valuesMoved })}</p> : null}
      {effect.valuesDestroyed === 0 && effect.valuesMoved === 0 ? <p>{words.t("retention.change.none")}</p> : null}
      {effect.direction === "longer" ? <p className="text-ink-2">{words.t("retention.change.longer")}</p> : null}
    </div>
  );
}
