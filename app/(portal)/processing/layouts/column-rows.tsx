"use client";
import { useState } from "react";
import { Button } from "../../../_ui/button.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { GROUPS, meaningOf, type Use, withoutUses, withUse } from "./field-uses.ts";
import type { FormPart } from "./form-part.ts";
import type { LayoutDraft, Place } from "./layout-draft.ts";
import { placeText, readPlace } from "./places.ts";

/** A row for each column: where it stands, what it is, and what stands in it in the sample. */
export function ColumnRows({ draft, change, texts }: FormPart) {
  const words = useWords();
  const fields = Object.entries(draft.fields);
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-semibold">{words.t("layouts.columns")}</legend>
      <p className="text-[12.5px] text-ink-2">{words.t("layouts.columns.help")}</p>
      <ul className="grid min-w-0">
        {fields.map(([field, place]) => (
          <ColumnRow
            key={field}
            field={field}
            place={place}
            draft={draft}
            change={change}
            texts={texts.get(field) ?? []}
          />
        ))}
      </ul>
      <div>
        <Button disabled={fields.length >= 150} onClick={() => change(withField(draft))}>
          {words.t("layouts.field.add")}
        </Button>
      </div>
    </fieldset>
  );
}

interface ColumnRowProps extends Omit<FormPart, "texts"> {
  readonly field: string;
  readonly place: Place;
  readonly texts: readonly string[];
}

function ColumnRow({ field, place, draft, change, texts }: ColumnRowProps) {
  const words = useWords();
  const meaning = meaningOf(draft, field);
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 border-t border-line py-1.5 sm:grid-cols-[5.5rem_minmax(0,11rem)_minmax(0,1fr)_auto]">
      <PlaceBox
        kind={draft.kind}
        header={draft.header === true}
        field={field}
        place={place}
        set={(next) => change({ ...draft, fields: { ...draft.fields, [field]: next } })}
      />
      <select
        aria-label={words.t("layouts.use", { field })}
        className={`min-h-8 w-full min-w-0 rounded-md border border-edge bg-sheet px-1.5 ${meaning === "none" ? "text-ink-2" : "font-semibold"}`}
        value={meaning}
        onChange={(event) => change(withUse(draft, field, event.target.value as Use, texts))}
      >
        <option value="none">{words.t("layouts.use.none")}</option>
        {meaning === "more" ? (
          <option value="more" disabled>
            {words.t("layouts.use.more")}
          </option>
        ) : null}
        {Object.entries(GROUPS).map(([group, uses]) => (
          <optgroup key={group} label={words.t(`layouts.group.${group as keyof typeof GROUPS}`)}>
            {uses.map((use) => (
              <option key={use} value={use}>
                {words.t(`layouts.use.${use}`)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <span
        className="order-last col-span-3 min-w-0 truncate font-mono text-[12.5px] text-ink-2 sm:order-none sm:col-span-1"
        title={texts.slice(0, 3).join("   ")}
      >
        <span className="font-sans">{field}: </span>
        {texts.slice(0, 3).join("   ")}
      </span>
      <Button
        kind="plain"
        aria-label={words.t("layouts.field.remove", { field })}
        onClick={() => change(withoutField(draft, field))}
      >
        {words.t("layouts.field.removeShort")}
      </Button>
    </li>
  );
}

/** What is typed is taken once it is a place; until then the last one holds. */
function PlaceBox(props: {
  kind: LayoutDraft["kind"];
  header: boolean;
  field: string;
  place: Place;
  set: (place: Place) => void;
}) {
  const { kind, header, field, place, set } = props;
  const words = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? placeText(place);
  const wrong = readPlace(text, kind, header) === null;
  return (
    <input
      aria-label={words.t("layouts.place", { field })}
      aria-invalid={wrong || undefined}
      className="min-h-8 w-full min-w-0 rounded-md border border-edge bg-sheet px-1.5 font-mono text-[12.5px] aria-invalid:border-brick"
      value={text}
      onChange={(event) => {
        setTyped(event.target.value);
        const read = readPlace(event.target.value, kind, header);
        if (read !== null) set(read);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function withField(draft: LayoutDraft): LayoutDraft {
  const numbers = Object.values(draft.fields).map((place) =>
    typeof place === "number" ? place : Array.isArray(place) ? Number(place[1]) : 0,
  );
  const next = Math.max(0, ...numbers) + 1;
  let name = `column-${Object.keys(draft.fields).length + 1}`;
  for (let more = 2; draft.fields[name] !== undefined; more++)
    name = `column-${Object.keys(draft.fields).length + more}`;
  const place: Place =
    draft.kind === "delimited" && draft.header !== true ? next : draft.kind === "fixed-position" ? [next, next] : name;
  return { ...draft, fields: { ...draft.fields, [name]: place } };
}

function withoutField(draft: LayoutDraft, field: string): LayoutDraft {
  const left = withoutUses(draft, field);
  const { [field]: _, ...fields } = left.fields;
  const skip = left["not calls"]?.filter(({ when }) => when.every((condition) => condition.field !== field));
  return { ...left, fields, ...(skip === undefined ? {} : { "not calls": skip }) };
}
