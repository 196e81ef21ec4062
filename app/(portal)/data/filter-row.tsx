"use client";
import { useState } from "react";
import { TextField } from "../../_ui/field.tsx";
import { addDaysTo, dayOf } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { Chip } from "./chip.tsx";
import type { Counts, Filters } from "./use-search.ts";

interface FilterRowProps {
  readonly id: string;
  readonly filters: Filters;
  readonly change: (filters: Filters) => void;
  readonly counts: Counts | null;
}

const PERIODS = [7, 30, 120] as const;

/** Each choice narrows at once and says beforehand how many calls it would show; days and the extension wait for Enter or for leaving the field. */
export function FilterRow({ id, filters, change, counts }: FilterRowProps) {
  const words = useWords();
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  const text = (key: "from" | "to" | "extension", value: string) => {
    const { [key]: _old, ...rest } = filters;
    change(value === "" ? rest : { ...rest, [key]: value });
  };
  const turn = <K extends ListKey>(key: K, value: NonNullable<Filters[K]>[number]) => {
    const chosen: readonly (string | number)[] = filters[key] ?? [];
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    change({ ...filters, [key]: next });
  };
  const named = <T extends string>(counted: Readonly<Partial<Record<T, number>>> | undefined, prefix: string) =>
    (Object.entries(counted ?? {}) as [T, number][]).map(([value, count]) => ({
      value,
      count,
      word: words.known(`${prefix}.${value}`) ?? value,
    }));
  const kinds = counts?.bySource.map(({ source, count }) => ({ value: source.toLowerCase() as Kind, count })) ?? [];
  return (
    <div id={id} className="grid gap-x-6 gap-y-3 border-b border-line bg-paper px-3 py-3 lg:grid-cols-[3fr_2fr]">
      <div className="flex flex-wrap items-end gap-2">
        <LateField
          id="filter-from"
          type="date"
          label={words.t("data.filter.from")}
          value={filters.from ?? ""}
          commit={(value) => text("from", value)}
        />
        <LateField
          id="filter-to"
          type="date"
          label={words.t("data.filter.to")}
          value={filters.to ?? ""}
          commit={(value) => text("to", value)}
        />
        {PERIODS.map((days) => {
          const from = addDaysTo(today, 1 - days);
          const on = filters.from === from && filters.to === undefined;
          const { from: _from, to: _to, ...rest } = filters;
          return (
            <Chip
              key={days}
              on={on}
              press={() => change(on ? rest : { ...rest, from })}
              word={words.t("data.filter.days", { count: days })}
            />
          );
        })}
      </div>
      <LateField
        id="filter-extension"
        type="text"
        label={words.t("data.filter.extension")}
        value={filters.extension ?? ""}
        commit={(value) => text("extension", value.trim())}
      />
      <Facets
        label={words.t("data.filter.source")}
        chosen={filters.sources}
        turn={(value) => turn("sources", value)}
        options={kinds.map((one) => ({ ...one, word: words.known(`kind.${one.value}`) ?? one.value }))}
      />
      <Facets
        label={words.t("data.filter.namedSource")}
        chosen={filters.sourceIds}
        turn={(value) => turn("sourceIds", value)}
        options={
          counts?.byNamedSource.map(({ sourceId, name, count }) => ({ value: sourceId, count, word: name })) ?? []
        }
      />
      <Facets
        label={words.t("data.filter.product")}
        chosen={filters.products}
        turn={(value) => turn("products", value)}
        options={named(counts?.byProduct, "product")}
      />
      <Facets
        label={words.t("data.filter.direction")}
        chosen={filters.directions}
        turn={(value) => turn("directions", value)}
        options={named(counts?.byDirection, "direction")}
      />
      <Facets
        label={words.t("data.filter.role")}
        chosen={filters.roles}
        turn={(value) => turn("roles", value)}
        options={named(counts?.byRole, "role")}
      />
      <Facets
        label={words.t("data.filter.class")}
        chosen={filters.classes}
        turn={(value) => turn("classes", value)}
        options={named(counts?.byClass, "class")}
      />
      <SortedFilters filters={filters} change={change} counts={counts} turn={(value) => turn("natures", value)} />
    </div>
  );
}

type ListKey = "sources" | "sourceIds" | "products" | "directions" | "roles" | "classes" | "natures";
type Kind = NonNullable<Filters["sources"]>[number];

interface SortedFiltersProps extends Pick<FilterRowProps, "filters" | "change" | "counts"> {
  readonly turn: (nature: keyof Counts["byNature"]) => void;
}

/** By what calls are counted as; a company without such rules is offered nothing to choose. */
function SortedFilters({ filters, change, counts, turn }: SortedFiltersProps) {
  const words = useWords();
  const natures = (["private", "business", "untold"] as const)
    .map((value) => ({ value, count: counts?.byNature[value] ?? 0, word: words.t(`sorted.nature.${value}`) }))
    .filter(({ count }) => count > 0);
  const half = (key: "apart" | "shielded", counted: Counts["byApart"] | undefined) => {
    const { [key]: chosen, ...rest } = filters;
    const options = (["only", "without"] as const)
      .map((value) => ({ value, count: counted?.[value] ?? 0, word: words.t(`sorted.${value}`) }))
      .filter(({ count }) => count > 0);
    return (
      <Facets
        label={words.t(`sorted.filter.${key}`)}
        chosen={chosen === undefined ? [] : [chosen]}
        turn={(value) => change(chosen === value ? rest : { ...rest, [key]: value })}
        options={options}
      />
    );
  };
  return (
    <>
      <Facets label={words.t("sorted.filter.nature")} chosen={filters.natures} turn={turn} options={natures} />
      {half("apart", counts?.byApart)}
      {half("shielded", counts?.byShielded)}
    </>
  );
}

interface FacetsProps<T extends string | number> {
  readonly label: string;
  readonly chosen: readonly T[] | undefined;
  readonly turn: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly word: string; readonly count: number }[];
}

/** Nothing is drawn where there is nothing to choose between. */
function Facets<T extends string | number>({ label, chosen = [], turn, options }: FacetsProps<T>) {
  if (options.length < 2 && chosen.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="float-left mr-2 w-[92px] text-[12px] leading-8 font-semibold text-ink-2 max-md:w-full">
        {label}
      </legend>
      {options.map(({ value, word, count }) => (
        <Chip key={value} on={chosen.includes(value)} press={() => turn(value)} word={word} count={count} />
      ))}
    </fieldset>
  );
}

interface LateFieldProps {
  readonly id: string;
  readonly type: "date" | "text";
  readonly label: string;
  readonly value: string;
  readonly commit: (value: string) => void;
}

function LateField({ id, type, label, value, commit }: LateFieldProps) {
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
      autoComplete="off"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
      }}
    />
  );
}
