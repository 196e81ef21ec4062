"use client";
import { type ReactNode, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { CLASSES, DIRECTIONS, PRODUCTS, SOURCES } from "./filters.ts";
import type { Filters, SearchAnswer } from "./use-search.ts";

interface FilterRowProps {
  readonly filters: Filters;
  readonly change: (filters: Filters) => void;
  readonly bySource: NonNullable<SearchAnswer["counts"]>["bySource"];
}

/** Each choice narrows at once; days and the extension do so when the field is left or Enter pressed. */
export function FilterRow({ filters, change, bySource }: FilterRowProps) {
  const words = useWords();
  const countOf = (source: string) => bySource.find((one) => one.source === source.toUpperCase())?.count;
  const set = (part: Partial<Filters>) => change({ ...filters, ...part });
  const day = (key: "from" | "to", value: string) => {
    const { [key]: _old, ...rest } = filters;
    change(value === "" ? rest : { ...rest, [key]: value });
  };
  return (
    <div className="grid grid-cols-2 gap-3 border-b border-line bg-paper px-3 py-3 md:grid-cols-4">
      <LateField
        id="filter-from"
        type="date"
        label={words.t("data.filter.from")}
        value={filters.from ?? ""}
        commit={(value) => day("from", value)}
      />
      <LateField
        id="filter-to"
        type="date"
        label={words.t("data.filter.to")}
        value={filters.to ?? ""}
        commit={(value) => day("to", value)}
      />
      <Choice
        id="filter-source"
        label={words.t("data.filter.source")}
        value={filters.sources?.[0]}
        options={SOURCES}
        prefix="kind"
        choose={(value) => set({ sources: value === null ? [] : [value] })}
        note={(value) => countOf(value)}
      />
      <Choice
        id="filter-product"
        label={words.t("data.filter.product")}
        value={filters.products?.[0]}
        options={PRODUCTS}
        prefix="product"
        choose={(value) => set({ products: value === null ? [] : [value] })}
      />
      <Choice
        id="filter-direction"
        label={words.t("data.filter.direction")}
        value={filters.directions?.[0]}
        options={DIRECTIONS}
        prefix="direction"
        choose={(value) => set({ directions: value === null ? [] : [value] })}
      />
      <Choice
        id="filter-class"
        label={words.t("data.filter.class")}
        value={filters.classes?.[0]}
        options={CLASSES}
        prefix="class"
        choose={(value) => set({ classes: value === null ? [] : [value] })}
      />
      <LateField
        id="filter-extension"
        type="text"
        label={words.t("data.filter.extension")}
        value={filters.extension ?? ""}
        commit={(value) => {
          const { extension: _old, ...rest } = filters;
          change(value.trim() === "" ? rest : { ...rest, extension: value.trim() });
        }}
      />
      <div className="col-span-2 self-end md:col-span-1">
        <Button kind="plain" onClick={() => change({})}>
          {words.t("state.clearFilters")}
        </Button>
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string, P extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly T[];
  readonly prefix: P;
  readonly choose: (value: T | null) => void;
  readonly note?: (value: T) => number | undefined;
}

function Choice<T extends string, P extends string>({
  id,
  label,
  value,
  options,
  prefix,
  choose,
  note,
}: ChoiceProps<T, P>): ReactNode {
  const words = useWords();
  const text = (option: T) => {
    const count = note?.(option);
    return `${words.known(`${prefix}.${option}`) ?? option}${count === undefined ? "" : ` (${words.number(count)})`}`;
  };
  return (
    <SelectField
      id={id}
      label={label}
      value={value ?? ""}
      onChange={(event) => choose(options.find((option) => option === event.target.value) ?? null)}
    >
      <option value="">{words.t("data.filter.any")}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {text(option)}
        </option>
      ))}
    </SelectField>
  );
}

function LateField({
  id,
  type,
  label,
  value,
  commit,
}: {
  id: string;
  type: "date" | "text";
  label: string;
  value: string;
  commit: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const finish = () => {
    if (typed !== value) commit(typed);
  };
  return (
    <TextField
      id={id}
      type={type}
      label={label}
      value={typed}
      maxLength={64}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
      }}
    />
  );
}
