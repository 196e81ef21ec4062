"use client";
import { useMemo } from "react";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { NaturesView, RuleView } from "./private-page.tsx";
import { ruleText } from "./rule-words.ts";

interface RuleTableProps {
  readonly view: NaturesView;
  readonly chosen: string | null;
  /** A stable function; null for who only looks. */
  readonly change: ((rule: RuleView) => void) | null;
}

/** The rules as they are asked: codes before hours. */
export function RuleTable({ view, chosen, change }: RuleTableProps) {
  const words = useWords();
  const columns = useMemo(() => ruleColumns(words, view, chosen, change), [words, view, chosen, change]);
  return (
    <SortedTable columns={columns} rows={view.rules} rowId={(rule) => rule.ruleId} caption={words.t("natures.rules")} />
  );
}

function ruleColumns(
  words: Words,
  { sources }: NaturesView,
  chosen: string | null,
  change: RuleTableProps["change"],
): Columns<RuleView> {
  const label = (key: "rule" | "means" | "source" | "set") => words.t(`natures.column.${key}`);
  return [
    {
      id: "rule",
      enableSorting: false,
      meta: { label: label("rule") },
      header: label("rule"),
      cell: ({ row: { original: rule } }) => {
        const text = ruleText(rule, words);
        if (change === null) return <span className="font-semibold">{text}</span>;
        return (
          <button
            type="button"
            aria-label={words.t("natures.rule.change", { rule: text })}
            aria-pressed={chosen === rule.ruleId}
            className="min-h-6 text-left font-semibold text-pine underline-offset-3 hover:underline"
            onClick={() => change(rule)}
          >
            {text}
          </button>
        );
      },
    },
    {
      id: "means",
      enableSorting: false,
      meta: { label: label("means") },
      header: label("means"),
      cell: ({ row: { original } }) => (
        <Tag tone={original.nature === "private" ? "warn" : "plain"}>{words.t(`sorted.${original.nature}`)}</Tag>
      ),
    },
    {
      id: "source",
      enableSorting: false,
      meta: { label: label("source") },
      header: label("source"),
      cell: ({ row: { original } }) =>
        original.sourceId === null
          ? words.t("natures.source.all")
          : (sources.find((one) => one.sourceId === original.sourceId)?.name ?? words.t("natures.source.gone")),
    },
    {
      id: "set",
      enableSorting: false,
      meta: { label: label("set"), look: "soft" },
      header: label("set"),
      cell: ({ row: { original } }) => original.changedByName,
    },
  ];
}
