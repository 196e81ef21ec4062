import { nameOf } from "../domain/codes.ts";
import type { Character } from "../domain/nature.ts";
import { natureByCode, natureByTime, type NatureRule, RULE_KINDS, rulesOfSource } from "../domain/nature-rules.ts";
import { NATURES } from "../domain/sorted.ts";
import type { NatureRuleRow } from "../store/nature-rules.ts";
import type { CallToSort, Sorting } from "./sort-call.ts";

/** What the company's rules say of a source's calls: a code that was dialled first, then the time. */
export function natureOfSource(
  rows: readonly NatureRuleRow[],
  sourceId: number,
  siteZone: string,
): Pick<Sorting, "nature" | "natureByCode" | "accessCodes"> {
  if (rows.length === 0) return {};
  const rules = rulesOfSource(
    rows.flatMap((row) => readNatureRule(row) ?? []),
    sourceId,
  );
  const byCode = natureByCode(rules);
  const byTime = natureByTime(rules, siteZone);
  if (byCode === undefined && byTime === undefined) return {};
  return {
    nature: ({ record: { startedAt, direction }, dialled }: CallToSort) => {
      const call = { startedAt, direction, dialled };
      return byCode?.(call) ?? byTime?.(call) ?? null;
    },
    ...(byCode === undefined ? {} : { natureByCode: byCode, accessCodes: codesOf(rules) }),
  };
}

function codesOf(rules: readonly NatureRule[]): string[] {
  const codes = new Set(rules.flatMap((rule) => (rule.kind === "code" ? [rule.code] : [])));
  return [...codes].sort((a, b) => b.length - a.length);
}

/** null for a rule that a later release has written. */
export function readNatureRule(row: NatureRuleRow): (NatureRule & { readonly sourceId: number | null }) | null {
  const kind = nameOf(RULE_KINDS, row.kind);
  const nature: Character | null =
    row.nature === NATURES.private ? "private" : row.nature === NATURES.business ? "business" : null;
  const { sourceId, code, weekdays, fromMinute, toMinute, outside } = row;
  if (nature === null) return null;
  if (kind === "code" && code !== null) return { kind, sourceId, nature, code };
  if (kind !== "time" || weekdays === null || fromMinute === null || toMinute === null || outside === null) return null;
  return { kind, sourceId, nature, weekdays, fromMinute, toMinute, outside };
}
