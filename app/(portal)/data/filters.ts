import type { Words } from "../../_ui/words.ts";
import type { Counts, Filters, View } from "./use-search.ts";

/** A filter that is set, as a chip: what it says, and the view without it. */
export interface SetFilter {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly without: View;
}

/** How many filters narrow the list. */
export function activeFilters(filters: Filters): number {
  return Object.values(filters).filter((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "",
  ).length;
}

/** One chip a filter, the period as one. */
export function setFilters(view: View, words: Words, counts: Counts | null): SetFilter[] {
  const { filters } = view;
  const { from, to, extension } = filters;
  const set: SetFilter[] = [];
  if (from !== undefined || to !== undefined) {
    const { from: _from, to: _to, ...rest } = filters;
    const value = `${from ?? "…"} – ${to ?? "…"}`;
    set.push({ key: "period", label: words.t("data.filter.period"), value, without: { ...view, filters: rest } });
  }
  const lists = [
    ["sources", "data.filter.source", (value: string | number) => words.known(`kind.${value}`)],
    [
      "sourceIds",
      "data.filter.namedSource",
      (value: string | number) => counts?.byNamedSource.find((one) => one.sourceId === value)?.name ?? null,
    ],
    ["products", "data.filter.product", (value: string | number) => words.known(`product.${value}`)],
    ["directions", "data.filter.direction", (value: string | number) => words.known(`direction.${value}`)],
    ["roles", "data.filter.role", (value: string | number) => words.known(`role.${value}`)],
    ["classes", "data.filter.class", (value: string | number) => words.known(`class.${value}`)],
    ["natures", "sorted.filter.nature", (value: string | number) => words.known(`sorted.nature.${value}`)],
  ] as const;
  for (const [key, label, name] of lists) {
    const chosen: readonly (string | number)[] = filters[key] ?? [];
    if (chosen.length === 0) continue;
    const value = chosen.map((one) => name(one) ?? String(one)).join(", ");
    set.push({ key, label: words.t(label), value, without: { ...view, filters: { ...filters, [key]: [] } } });
  }
  for (const key of ["apart", "shielded"] as const) {
    const { [key]: chosen, ...rest } = filters;
    if (chosen === undefined) continue;
    const value = words.t(`sorted.${chosen}`);
    set.push({ key, label: words.t(`sorted.filter.${key}`), value, without: { ...view, filters: rest } });
  }
  if (extension !== undefined) {
    const { extension: _extension, ...rest } = filters;
    const label = words.t("data.filter.extension");
    set.push({ key: "extension", label, value: extension, without: { ...view, filters: rest } });
  }
  return set;
}
