import { DIRECTIONS, DISPOSITIONS, RECORD_KINDS } from "#server/domain/codes.ts";
import type { FormFields } from "../../../_ui/form.tsx";
import type { FilterView, RuleView } from "./filters-page.tsx";

/** A rule as it is sent: a new one has no id yet. */
export type WrittenRule = Omit<RuleView, "id"> & { readonly id: number | null };

/** What stands in the panel's fields; a condition that says nothing is left out. */
export function readRule(
  fields: FormFields,
  rule: RuleView | null,
  { sources }: Pick<FilterView, "sources">,
): WrittenRule {
  const ticked = <T extends string>(name: string, values: readonly T[]) =>
    values.filter((value) => fields.checked(`${name}-${value}`));
  const some = <K extends string, T>(key: K, list: readonly T[]) => (list.length === 0 ? {} : { [key]: list });
  const extensions = fields.text("extensions");
  const numbers = fields
    .text("numbers")
    .split(/[,;\n]+/)
    .map((number) => number.trim())
    .filter((number) => number !== "");
  const [from, to] = [fields.text("from"), fields.text("to")];
  const days = { from: fields.optional("dayFrom"), to: fields.optional("dayTo") };
  return {
    id: rule?.id ?? null,
    action: fields.text("action") === "take" ? "take" : "leave-out",
    name: fields.text("name"),
    ...(extensions === "" ? {} : { extensions }),
    ...some("numbers", numbers),
    ...some("directions", ticked("direction", namesOf(DIRECTIONS))),
    ...some("dispositions", ticked("disposition", namesOf(DISPOSITIONS))),
    ...some("kinds", ticked("kind", namesOf(RECORD_KINDS))),
    ...some("weekdays", ticked("weekday", ["1", "2", "3", "4", "5", "6", "7"]).map(Number)),
    ...some(
      "sources",
      ticked(
        "source",
        sources.map(({ id }) => String(id)),
      ).map(Number),
    ),
    ...(from === "" && to === "" ? {} : { hours: { from: from || "00:00", to: to || "00:00" } }),
    ...(days.from === null && days.to === null ? {} : { days }),
  };
}

/** The rules with one put in its place, or put to another. */
export function withRule(
  rules: readonly RuleView[],
  at: number | null,
  rule: WrittenRule,
  place: number,
): WrittenRule[] {
  const others: WrittenRule[] = rules.filter((_, i) => i !== at);
  return others.toSpliced(Math.max(0, Math.min(place, others.length)), 0, rule);
}

export function namesOf<T extends string>(codes: Readonly<Record<T, number>>): T[] {
  return Object.keys(codes) as T[];
}
