"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { money, price } from "../../../_ui/money.ts";
import { Panel } from "../../../_ui/panel.tsx";
import { clockTime, longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { TariffsView } from "./views.ts";

type Tried = inferRouterOutputs<AppRouter>["tariffs"]["try"];
type Call = inferRouterInputs<AppRouter>["tariffs"]["try"];

/** What a call would cost. The number goes in the body of a request, and is kept neither there nor here. */
export function TryPanel({ view, close }: { view: TariffsView; close: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const ask = useMutation({ mutationFn: (call: Call) => api.tariffs.try.mutate(call), gcTime: 0 });
  return (
    <Panel title={words.t("tariffs.try")} close={close}>
      <Form
        submit={words.t("tariffs.try.now")}
        busy={ask.isPending}
        error={ask.error}
        send={(fields) =>
          ask.mutate({
            number: fields.text("number"),
            at: fields.text("at").slice(0, 16),
            seconds: Math.round((fields.number("minutes") ?? 1) * 60),
            direction: fields.text("direction") === "in" ? "in" : "out",
            sourceId: fields.number("sourceId"),
          })
        }
      >
        <TextField
          id="try-number"
          name="number"
          label={words.t("tariffs.try.number")}
          help={words.t("tariffs.try.number.help")}
          required
          minLength={2}
          maxLength={40}
          inputMode="tel"
          autoComplete="off"
        />
        <TextField
          id="try-at"
          name="at"
          type="datetime-local"
          label={words.t("tariffs.try.at")}
          help={words.t("tariffs.try.at.help")}
          required
          defaultValue={clockTime(new Date(), zone).slice(0, 16).replace(" ", "T")}
        />
        <TextField
          id="try-minutes"
          name="minutes"
          type="number"
          label={words.t("tariffs.try.minutes")}
          required
          min={0}
          max={1_440}
          step="any"
          defaultValue={3}
        />
        <SelectField id="try-direction" name="direction" label={words.t("tariffs.try.direction")}>
          <option value="out">{words.t("tariffs.direction.out")}</option>
          <option value="in">{words.t("tariffs.direction.in")}</option>
        </SelectField>
        <SelectField id="try-source" name="sourceId" label={words.t("thresholds.column.source")}>
          <option value="">{words.t("tariffs.choice.all")}</option>
          {view.sources.map(({ sourceId, name }) => (
            <option key={sourceId} value={sourceId}>
              {name}
            </option>
          ))}
        </SelectField>
      </Form>
      {ask.data ? <Answered tried={ask.data} /> : null}
    </Panel>
  );
}

function Answered({ tried }: { tried: Tried }) {
  const words = useWords();
  const { cents, currency, rate, validFrom, reason } = tried;
  const name = rate === null || rate.name === "" ? "" : ` (${rate.name})`;
  return (
    <div role="status" className="mt-3 grid gap-1 rounded-md bg-sunken p-2">
      <p className="text-ink-2">{words.known(`reason.${reason}`)}</p>
      <p className="font-semibold">
        {cents === null
          ? words.t("tariffs.try.none")
          : words.t("tariffs.try.costs", { cost: money(cents, currency, words) })}
      </p>
      {rate === null || validFrom === null ? null : (
        <p>
          {words.t("tariffs.try.line", {
            prefix: `${rate.short ? "" : "+"}${rate.prefix}`,
            name,
            price: price(rate.perMinute, currency, words),
            day: longDay(validFrom, words),
          })}
        </p>
      )}
    </div>
  );
}
