"use client";
import { useMutation } from "@tanstack/react-query";
import { CURRENCIES } from "#server/domain/money.ts";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { TariffsView } from "./views.ts";

type First = TariffsView["first"];

/** Whose word on the cost goes first, for all sources and for each; and the currency of all amounts. */
export function Choice({ view, changed }: { view: TariffsView; changed: () => void }) {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const set = useMutation({
    mutationFn: (choice: { sourceId: number | null; first: First | null }) => api.tariffs.setFirst.mutate(choice),
    onSettled: changed,
  });
  const rows = [{ sourceId: null, name: words.t("tariffs.choice.all"), first: view.first }, ...view.sources];
  return (
    <Sheet title={words.t("tariffs.choice")}>
      <p className="px-3.5 pt-3 text-ink-2">{words.t("tariffs.choice.help")}</p>
      <ul className="p-3.5">
        {rows.map(({ sourceId, name, first }) => (
          <li
            key={sourceId ?? 0}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2 first:border-t-0"
          >
            <span className="mr-auto min-w-0 truncate font-semibold">{name}</span>
            {mayChange ? (
              <select
                aria-label={`${words.t("tariffs.choice")}: ${name}`}
                className="min-h-8 rounded-md border border-edge bg-sheet px-2 py-1"
                value={first ?? "company"}
                disabled={set.isPending}
                onChange={(event) => set.mutate({ sourceId, first: firstOf(event.target.value) })}
              >
                {sourceId === null ? null : <option value="company">{words.t("tariffs.first.company")}</option>}
                <option value="tariff">{words.t("tariffs.first.tariff")}</option>
                <option value="pbx">{words.t("tariffs.first.pbx")}</option>
              </select>
            ) : (
              <span>{words.t(`tariffs.first.${first ?? "company"}`)}</span>
            )}
          </li>
        ))}
      </ul>
      <Refusal className="px-3.5 pb-3" error={set.error} />
      <Currency view={view} changed={changed} mayChange={mayChange} />
    </Sheet>
  );
}

function Currency({ view, changed, mayChange }: { view: TariffsView; changed: () => void; mayChange: boolean }) {
  const words = useWords();
  const set = useMutation({
    mutationFn: (currency: string) => api.tariffs.setCurrency.mutate({ currency }),
    onSuccess: changed,
  });
  return (
    <div className="border-t border-line p-3.5">
      <div className="max-w-sm">
        {mayChange ? (
          <Form
            submit={words.t("tariffs.currency.save")}
            busy={set.isPending}
            error={set.error}
            send={(fields) => set.mutate(fields.text("currency"))}
          >
            <SelectField
              key={view.currency}
              id="currency"
              name="currency"
              label={words.t("tariffs.currency")}
              help={words.t("tariffs.currency.help")}
              defaultValue={view.currency}
            >
              {CURRENCIES.map((code) => (
                <option key={code} value={code}>
                  {code}
                </option>
              ))}
            </SelectField>
          </Form>
        ) : (
          <p>
            {words.t("tariffs.currency")}: {view.currency}
          </p>
        )}
      </div>
    </div>
  );
}

function firstOf(value: string): First | null {
  return value === "tariff" || value === "pbx" ? value : null;
}
