"use client";
import { useState } from "react";
import { SHIELD_CATEGORY_NAMES, type ShieldCategory } from "#server/domain/shield/categories.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { CheckField, SelectField, TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { ShieldView } from "./filters-page.tsx";

interface ShieldPanelProps {
  readonly view: ShieldView;
  readonly close: () => void;
  readonly changed: () => void;
}

interface Own {
  readonly category: ShieldCategory;
  readonly number: string;
}

/** Says all that is to be shielded; what is taken away asks once more, and goes on for a day. */
export function ShieldPanel({ view, close, changed }: ShieldPanelProps) {
  const words = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<ShieldCategory>>(() => new Set(shielded(view)));
  const [own, setOwn] = useState<readonly Own[]>(() => view.numbers.filter((one) => one.until === null));
  const set = useAct(api.gate.setShield.mutate, { onSuccess: changed });
  const isAdding = own.some(({ number }) => !view.numbers.some((one) => one.number === number));
  const isLoosening =
    shielded(view).some((category) => !chosen.has(category)) ||
    view.numbers.some((one) => one.until === null && !own.some(({ number }) => number === one.number));
  return (
    <Panel title={words.t("gate.shield.change")} close={close}>
      <Form
        submit={words.t(isLoosening ? "gate.shield.loosen" : "gate.shield.save")}
        kind={isLoosening ? "danger" : "main"}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={(fields) =>
          set.mutate({
            version: view.version,
            categories: [...chosen],
            numbers: withTyped(own, fields.optional("number"), fields.text("category")),
            organisations: fields.checked("organisations"),
            loosen: fields.checked("loosen"),
            reason: fields.text("reason"),
          })
        }
      >
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("gate.shield.catalogue")}</legend>
          {view.categories
            .filter(({ catalogue }) => catalogue.length > 0)
            .map(({ category, catalogue }) => (
              <CheckField
                key={category}
                id={`shield-${category}`}
                label={words.t("gate.shield.category", {
                  category: words.t(`gate.category.${category}`),
                  count: catalogue.length,
                })}
                checked={chosen.has(category)}
                onChange={(event) => setChosen(toggled(chosen, category, event.target.checked))}
              />
            ))}
        </fieldset>
        <OwnNumbers own={own} set={setOwn} />
        <CheckField
          id="shield-organisations"
          name="organisations"
          label={words.t("gate.organisations")}
          help={isAdding ? words.t("gate.organisations.help") : undefined}
        />
        {isLoosening ? (
          <CheckField
            id="shield-loosen"
            name="loosen"
            label={words.t("gate.shield.loosen.confirm")}
            help={words.t("gate.shield.loosen.help")}
          />
        ) : null}
        <ReasonField id="shield-reason" />
      </Form>
    </Panel>
  );
}

function OwnNumbers({ own, set }: { own: readonly Own[]; set: (own: readonly Own[]) => void }) {
  const words = useWords();
  const [number, setNumber] = useState("");
  const [category, setCategory] = useState<ShieldCategory>("whistle-blowing");
  const add = () => {
    set(withTyped(own, number.trim() || null, category));
    setNumber("");
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("gate.shield.numbers")}</legend>
      {own.map((one) => (
        <p key={one.number} className="flex flex-wrap items-center gap-x-2">
          <span className="mr-auto">
            <span className="font-mono tabular-nums">{one.number}</span>{" "}
            <span className="text-ink-2">{words.t(`gate.category.${one.category}`)}</span>
          </span>
          <Button
            kind="plain"
            onClick={() => set(own.filter((other) => other.number !== one.number))}
            aria-label={words.t("gate.shield.remove", { number: one.number })}
          >
            {words.t("gate.remove")}
          </Button>
        </p>
      ))}
      <SelectField
        id="shield-number-category"
        name="category"
        label={words.t("gate.category")}
        value={category}
        onChange={(event) => setCategory(categoryOf(event.target.value))}
      >
        {SHIELD_CATEGORY_NAMES.map((one) => (
          <option key={one} value={one}>
            {words.t(`gate.category.${one}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        id="shield-number"
        name="number"
        label={words.t("gate.number")}
        help={words.t("gate.number.help")}
        autoComplete="off"
        maxLength={32}
        value={number}
        onChange={(event) => setNumber(event.target.value)}
      />
      <Button onClick={add} disabled={number.trim() === ""}>
        {words.t("gate.shield.add")}
      </Button>
    </fieldset>
  );
}

function shielded(view: ShieldView): ShieldCategory[] {
  return view.categories.filter((one) => one.since !== null && one.until === null).map((one) => one.category);
}

function toggled(chosen: ReadonlySet<ShieldCategory>, category: ShieldCategory, isOn: boolean) {
  const next = new Set(chosen);
  if (isOn) next.add(category);
  else next.delete(category);
  return next;
}

/** A number that was typed and not added yet counts too. */
function withTyped(own: readonly Own[], number: string | null, category: string): Own[] {
  const kept = own.map((one) => ({ category: one.category, number: one.number }));
  if (number === null) return kept;
  return [...kept.filter((one) => one.number !== number), { category: categoryOf(category), number }];
}

function categoryOf(text: string): ShieldCategory {
  return SHIELD_CATEGORY_NAMES.find((one) => one === text) ?? "other";
}
