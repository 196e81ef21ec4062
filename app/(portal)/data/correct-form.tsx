"use client";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { Hit } from "./use-search.ts";

const DIRECTIONS = ["in", "out", "internal"] as const;

/** Puts one thing of a call right (Art. 16): whose number it was, which way it went, or whose extension it was. Held calls stay. */
export function Correct({ hit, corrected }: { hit: Hit; corrected: () => void }) {
  const words = useWords();
  const may = useMay("record.correct");
  const [open, setOpen] = useState(false);
  const act = useAct((fields: FormFields) => send(hit, fields), { onSuccess: corrected, gcTime: 0 });
  if (!may || (hit.kept?.kind === "hold" && act.data === undefined)) return null;
  if (act.data !== undefined)
    return (
      <p role="status" className="mt-3">
        {words.t("holds.correct.done")}
      </p>
    );
  if (!open)
    return (
      <div className="mt-3">
        <Button onClick={() => setOpen(true)}>{words.t("holds.correct")}</Button>
      </div>
    );
  return <CorrectForm hit={hit} act={act} close={() => setOpen(false)} />;
}

interface CorrectFormProps {
  readonly hit: Hit;
  readonly act: { readonly isPending: boolean; readonly error: unknown; mutate(fields: FormFields): void };
  readonly close: () => void;
}

function CorrectForm({ hit, act, close }: CorrectFormProps) {
  const words = useWords();
  const people = peopleOf(hit);
  const [what, setWhat] = useState(people[0] === undefined ? "direction" : keyOf(people[0]));
  return (
    <section className="mt-4">
      <h3 className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("holds.correct.title")}</h3>
      <p className="text-ink-2">{words.t("holds.correct.lead")}</p>
      <Form
        submit={words.t("holds.correct.submit")}
        kind="danger"
        busy={act.isPending}
        error={act.error}
        close={close}
        send={(fields) => act.mutate(fields)}
      >
        <SelectField
          id="correct-what"
          name="what"
          label={words.t("holds.correct.what")}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        >
          {people.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {words.t("holds.correct.identifier", { role: words.t(`role.${one.role}`).toLowerCase() })} (
              {words.t(`class.${one.class}`).toLowerCase()})
            </option>
          ))}
          <option value="direction">{words.t("holds.correct.direction")}</option>
          <option value="extension">{words.t("holds.correct.extension")}</option>
        </SelectField>
        {what === "direction" ? (
          <SelectField id="correct-direction" name="value" label={words.t("holds.correct.value")}>
            {DIRECTIONS.map((one) => (
              <option key={one} value={one}>
                {words.t(`direction.${one}`)}
              </option>
            ))}
          </SelectField>
        ) : (
          <TextField
            id="correct-value"
            name="value"
            label={words.t("holds.correct.value")}
            autoComplete="off"
            required
            maxLength={64}
          />
        )}
        <ReasonField id="correct-reason" />
      </Form>
    </section>
  );
}

type Person = { readonly role: Hit["role"]; readonly class: "phone" | "ssn" };

function peopleOf(hit: Hit): Person[] {
  return [hit, ...hit.otherParties].flatMap((one) =>
    one.class === "phone" || one.class === "ssn" ? [{ role: one.role, class: one.class }] : [],
  );
}

function keyOf({ role, class: cls }: Person): string {
  return `${role} ${cls}`;
}

async function send(hit: Hit, fields: FormFields) {
  const what = fields.text("what");
  const said = { hitId: hit.hitId, reason: fields.text("reason") };
  const value = fields.text("value");
  if (what === "extension") return await api.data.correct.mutate({ what, ...said, extension: value });
  if (what === "direction") {
    const direction = DIRECTIONS.find((one) => one === value) ?? "in";
    return await api.data.correct.mutate({ what, ...said, direction });
  }
  const who = peopleOf(hit).find((one) => keyOf(one) === what);
  if (who === undefined) throw new Error("nobody was chosen");
  return await api.data.correct.mutate({ what: "identifier", ...said, ...who, text: value });
}
