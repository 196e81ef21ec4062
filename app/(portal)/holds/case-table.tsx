"use client";
import { useMemo } from "react";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag, type Tone } from "../../_ui/tag.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { CaseView } from "./holds-page.tsx";

const KIND_TONES: Readonly<Record<CaseView["kind"], Tone>> = { hold: "info", restriction: "warn", objection: "warn" };

export function CaseTable({ cases, open }: { cases: readonly CaseView[]; open: (caseId: string) => void }) {
  const words = useWords();
  const columns = useMemo(() => caseColumns(words, open), [words, open]);
  return (
    <SortedTable
      columns={columns}
      rows={cases}
      rowId={(view) => view.caseId}
      caption={words.t("holds.title")}
      sort={{ id: "ends", desc: false }}
      drawsAll
    />
  );
}

/** A ground that this portal does not know yet is shown as it is. */
export function groundText(ground: string, words: Words): string {
  return words.known(`holds.ground.${ground}`) ?? ground;
}

export function keepsText({ ofPerson, calls }: CaseView, words: Words): string {
  if (!ofPerson) return words.t("holds.calls", { count: calls });
  return words.t("holds.person");
}

export function endText({ endsOn, state }: CaseView, words: Words): string {
  if (endsOn !== null) return longDay(endsOn, words);
  return state === "ended" ? "–" : words.t("holds.byDecision");
}

function caseColumns(words: Words, open: (caseId: string) => void): Columns<CaseView> {
  return [
    {
      id: "case",
      accessorFn: (view) => view.name,
      meta: { label: words.t("holds.column.case") },
      header: words.t("holds.column.case"),
      cell: ({ row: { original: view } }) => (
        <button
          type="button"
          aria-label={words.t("holds.open", { name: view.name })}
          className="min-h-6 text-left font-semibold underline decoration-line-strong underline-offset-4 hover:decoration-pine"
          onClick={() => open(view.caseId)}
        >
          {view.name}
        </button>
      ),
    },
    {
      accessorKey: "kind",
      meta: { label: words.t("holds.column.kind") },
      header: words.t("holds.column.kind"),
      cell: ({ row }) => <Tag tone={KIND_TONES[row.original.kind]}>{words.t(`holds.kind.${row.original.kind}`)}</Tag>,
    },
    {
      id: "keeps",
      accessorFn: (view) => view.calls,
      meta: { label: words.t("holds.column.keeps") },
      header: words.t("holds.column.keeps"),
      cell: ({ row }) => keepsText(row.original, words),
    },
    {
      id: "ends",
      accessorFn: (view) => view.endsOn ?? "9999",
      meta: { label: words.t("holds.column.ends"), look: "mono" },
      header: words.t("holds.column.ends"),
      cell: ({ row }) => endText(row.original, words),
    },
    {
      id: "state",
      accessorFn: (view) => view.state,
      meta: { label: words.t("holds.column.state") },
      header: words.t("holds.column.state"),
      cell: ({ row }) => <CaseState view={row.original} />,
    },
    {
      id: "by",
      accessorFn: (view) => view.createdBy,
      meta: { label: words.t("holds.column.by"), look: "soft" },
      header: words.t("holds.column.by"),
    },
  ];
}

export function CaseState({ view }: { view: CaseView }) {
  const words = useWords();
  if (view.kind === "objection" && view.state === "active")
    return (
      <Tag tone={view.decision === null ? "warn" : "info"}>
        {words.t(`holds.decision.${view.decision ?? "pending"}`)}
      </Tag>
    );
  const tone = view.state === "active" ? "ok" : view.state === "ended" ? "plain" : "warn";
  return <Tag tone={tone}>{words.t(`holds.state.${view.state}`)}</Tag>;
}
