"use client";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { dayOf } from "../../_ui/times.ts";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { groundText } from "./case-table.tsx";

/** What every case says: its name, its ground, why, and until when. */
export function CaseFields({ grounds, ends }: { grounds: readonly string[]; ends: boolean }) {
  const words = useWords();
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  return (
    <>
      <TextField
        id="case-name"
        name="name"
        label={words.t("holds.field.name")}
        help={words.t("holds.field.name.help")}
        autoComplete="off"
        required
        maxLength={80}
      />
      <SelectField id="case-ground" name="ground" label={words.t("holds.field.ground")}>
        {grounds.map((ground) => (
          <option key={ground} value={ground}>
            {groundText(ground, words)}
          </option>
        ))}
      </SelectField>
      <ReasonField id="case-reason" />
      {ends ? (
        <TextField
          id="case-ends"
          name="endsOn"
          type="date"
          min={today}
          label={words.t("holds.field.ends")}
          help={words.t("holds.field.ends.help")}
          required
        />
      ) : null}
    </>
  );
}
