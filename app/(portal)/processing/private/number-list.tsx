"use client";
import { useTable } from "@tanstack/react-table";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { TurnPages } from "../../../_ui/pager.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { type Columns, features, TableView } from "../../../_ui/table.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import { RevealBy } from "../../data/reveal.tsx";
import { RevealScope } from "../../data/reveal-scope.tsx";

type Listed = inferRouterOutputs<AppRouter>["natures"]["numbers"]["numbers"][number];

const ROWS = 50;

interface NumberListProps {
  readonly listed: number;
  readonly add: (() => void) | null;
  readonly takeOff: (() => void) | null;
  readonly changed: () => void;
}

/** The lists of private numbers; who sees no numbers at all is told how many there are. */
export function NumberList({ listed, add, takeOff, changed }: NumberListProps) {
  const words = useWords();
  const maySee = useMay("data.search");
  return (
    <Sheet
      title={words.t("natures.list")}
      actions={
        <>
          {takeOff === null || listed === 0 ? null : <Button onClick={takeOff}>{words.t("natures.list.off")}</Button>}
          {add === null ? null : <Button onClick={add}>{words.t("natures.list.add")}</Button>}
        </>
      }
    >
      {listed === 0 ? (
        <EmptyState title={words.t("natures.list.none")} why={words.t("natures.list.none.help")} />
      ) : maySee ? (
        <RevealScope search="private-numbers">
          <Numbers listed={listed} mayDrop={add !== null} changed={changed} />
        </RevealScope>
      ) : (
        <p className="p-3.5">{words.t("natures.list.count", { count: listed })}</p>
      )}
    </Sheet>
  );
}

function Numbers({ listed, mayDrop, changed }: { listed: number; mayDrop: boolean; changed: () => void }) {
  const words = useWords();
  const [pages, setPages] = useState<readonly string[]>([]);
  const after = pages.at(-1);
  const query = useQuery({
    // How many there are is part of the question: after a change it is asked anew.
    queryKey: ["natures", "numbers", listed, after ?? null],
    queryFn: () => api.natures.numbers.query({ limit: ROWS, ...(after === undefined ? {} : { after }) }),
    placeholderData: keepPreviousData,
  });
  const drop = useAct((entryId: string) => api.natures.dropNumber.mutate({ entryId }), { onSuccess: changed });
  const { mutate, isPending } = drop;
  const columns = useMemo(
    () => numberColumns(words, mayDrop ? mutate : null, isPending),
    [words, mayDrop, mutate, isPending],
  );
  return (
    <Answer query={query}>
      {({ numbers, next }) => (
        <>
          <Refusal className="px-3.5 pt-2" error={drop.error} />
          <NumberTable rows={numbers} columns={columns} />
          <TurnPages turned={pages} next={next} busy={query.isPlaceholderData} go={setPages} />
        </>
      )}
    </Answer>
  );
}

function NumberTable({ rows, columns }: { rows: readonly Listed[]; columns: Columns<Listed> }) {
  const words = useWords();
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.entryId, enableRowSelection: false });
  return <TableView table={table} caption={words.t("natures.list")} />;
}

function numberColumns(words: Words, drop: ((entryId: string) => void) | null, busy: boolean): Columns<Listed> {
  const label = (key: "number" | "whose" | "until" | "act") => words.t(`natures.list.${key}`);
  const columns: Columns<Listed> = [
    {
      id: "number",
      enableSorting: false,
      meta: { label: label("number"), look: "mono" },
      header: label("number"),
      cell: ({ row: { original: one } }) => (
        <RevealBy
          number={one.number}
          seen={one.seen}
          what={words.t("reveal.what.phone")}
          ask={(purpose) => api.natures.revealNumber.mutate({ entryId: one.entryId, purpose })}
        />
      ),
    },
    {
      id: "whose",
      enableSorting: false,
      meta: { label: label("whose") },
      header: label("whose"),
      cell: ({ row: { original: one } }) =>
        one.extension === null
          ? words.t("natures.list.company")
          : words.t("natures.list.extension", { extension: one.extension || words.t("seen.hidden") }),
    },
    {
      id: "until",
      enableSorting: false,
      meta: { label: label("until"), look: "soft" },
      header: label("until"),
      cell: ({ row: { original: one } }) => longDay(one.lastDay, words),
    },
  ];
  if (drop === null) return columns;
  return [
    ...columns,
    {
      id: "act",
      enableSorting: false,
      meta: { label: label("act") },
      header: () => <span className="sr-only">{label("act")}</span>,
      cell: ({ row: { original: one } }) => (
        <Button
          kind="plain"
          disabled={busy}
          aria-label={words.t("natures.list.drop.label", { number: one.number })}
          onClick={() => drop(one.entryId)}
        >
          {words.t("natures.list.drop")}
        </Button>
      ),
    },
  ];
}
