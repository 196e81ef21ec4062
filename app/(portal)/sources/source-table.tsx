"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import type { DayCounts } from "./day-counts.ts";
import type { SourceView } from "./sources-page.tsx";

interface SourceTableProps {
  readonly sources: readonly SourceView[];
  readonly counts: ReadonlyMap<number, DayCounts>;
  readonly changed: () => void;
}

export function SourceTable({ sources, counts, changed }: SourceTableProps) {
  const words = useWords();
  const mayChange = useMay("source.change");
  const latest = useRef(changed);
  latest.current = changed;
  const columns = useMemo(
    () => sourceColumns(words, mayChange, counts, () => latest.current()),
    [words, mayChange, counts],
  );
  return (
    <SortedTable
      columns={columns}
      rows={sources}
      rowId={(source) => String(source.id)}
      caption={words.t("sources.title")}
      sort={{ id: "name", desc: false }}
    />
  );
}

const TONES = { running: "ok", stopped: "plain", failed: "bad" } as const;

function sourceColumns(
  words: Words,
  mayChange: boolean,
  counts: ReadonlyMap<number, DayCounts>,
  changed: () => void,
): Columns<SourceView> {
  const columns: Columns<SourceView> = [
    {
      accessorKey: "name",
      meta: { label: words.t("sources.column.name") },
      header: words.t("sources.column.name"),
      cell: ({ row: { original: source } }) => (
        <span className="grid py-1.5 md:max-w-72">
          <b className="font-semibold">{source.name}</b>
          <span className="truncate font-mono text-[12px] text-ink-2">{whereOf(source)}</span>
        </span>
      ),
    },
    {
      accessorKey: "driver",
      meta: { label: words.t("sources.column.driver") },
      header: words.t("sources.column.driver"),
      cell: ({ row: { original: source } }) => (
        <span>
          {source.driver}{" "}
          {source.product === null ? null : <Tag tone="info">{words.t(`product.${source.product}`)}</Tag>}
        </span>
      ),
    },
    {
      accessorKey: "state",
      meta: { label: words.t("sources.column.state") },
      header: words.t("sources.column.state"),
      cell: ({ row: { original: source } }) => (
        <span className="grid justify-items-start gap-0.5 py-1 whitespace-normal max-md:justify-items-end md:max-w-64">
          <Tag tone={TONES[source.state]}>{words.t(`sources.state.${source.state}`)}</Tag>
          {source.problem ? (
            <span className="text-[12.5px] text-ink-2">
              {words.known(`problem.${source.problem}`) ?? source.problem}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: "last",
      accessorFn: (source) => source.lastSeenAt?.getTime() ?? 0,
      meta: { label: words.t("sources.column.last"), look: "soft" },
      header: words.t("sources.column.last"),
      cell: ({ row: { original: source } }) =>
        source.lastSeenAt === null ? words.t("time.never") : ago(source.lastSeenAt, new Date(), words),
    },
    {
      id: "records",
      accessorFn: (source) => counts.get(source.id)?.records ?? 0,
      meta: { label: words.t("sources.column.records"), look: "right" },
      header: words.t("sources.column.records"),
      cell: ({ row }) => words.number(counts.get(row.original.id)?.records ?? 0),
    },
    {
      id: "undefined",
      accessorFn: (source) => counts.get(source.id)?.undefinedLines ?? 0,
      meta: { label: words.t("sources.column.undefined"), look: "right" },
      header: words.t("sources.column.undefined"),
      cell: ({ row }) => <Undefined count={counts.get(row.original.id)?.undefinedLines ?? 0} words={words} />,
    },
  ];
  if (!mayChange) return columns;
  const actions: Columns<SourceView>[number] = {
    id: "actions",
    enableSorting: false,
    meta: { label: words.t("sources.column.actions") },
    header: words.t("sources.column.actions"),
    cell: ({ row }) => <Actions source={row.original} changed={changed} />,
  };
  return [...columns, actions];
}

/** Folder and file names of a shared folder, in one line. */
function whereOf({ settings }: SourceView): string {
  const { path, pattern } = settings;
  return typeof path === "string" ? `${path}/${typeof pattern === "string" ? pattern : "*"}` : "";
}

function Undefined({ count, words }: { count: number; words: Words }) {
  return count === 0 ? words.number(0) : <Tag tone="warn">{words.number(count)}</Tag>;
}

function Actions({ source, changed }: { source: SourceView; changed: () => void }) {
  const words = useWords();
  const sourceId = source.id;
  const [removing, setRemoving] = useState(false);
  const act = useMutation({
    mutationFn: (verb: "start" | "stop" | "remove") => api.sources[verb].mutate({ sourceId }),
    onSettled: changed,
  });
  const test = useMutation({ mutationFn: () => api.sources.test.mutate({ sourceId }) });
  const error = act.error ?? test.error;
  const named = (label: string) => `${label}: ${source.name}`;
  return (
    <div className="grid gap-1 py-1.5 whitespace-normal md:min-w-56">
      <div className="flex flex-wrap gap-1.5 max-md:justify-end">
        {source.state === "stopped" ? (
          <Button
            disabled={act.isPending}
            aria-label={named(words.t("sources.start"))}
            onClick={() => act.mutate("start")}
          >
            {words.t("sources.start")}
          </Button>
        ) : (
          <Button
            disabled={act.isPending}
            aria-label={named(words.t("sources.stop"))}
            onClick={() => act.mutate("stop")}
          >
            {words.t("sources.stop")}
          </Button>
        )}
        <Button disabled={test.isPending} aria-label={named(words.t("sources.test"))} onClick={() => test.mutate()}>
          {words.t("sources.test")}
        </Button>
        <Button
          kind="danger-line"
          aria-expanded={removing}
          aria-label={named(words.t("sources.remove"))}
          onClick={() => setRemoving(!removing)}
        >
          {words.t("sources.remove")}
        </Button>
      </div>
      {test.data ? (
        <p role="status" className="text-[12.5px] text-ink-2">
          {words.t("sources.test.ok", {
            count: test.data.files,
            records: test.data.records,
            undefined: Object.values(test.data.undefined).reduce((sum, count) => sum + count, 0),
          })}
        </p>
      ) : null}
      {removing ? (
        <div className="grid gap-1.5 rounded-md bg-brick-soft p-2 text-left">
          <p>{words.t("sources.remove.confirm", { name: source.name })}</p>
          <div className="flex gap-1.5">
            <Button onClick={() => setRemoving(false)}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={act.isPending} onClick={() => act.mutate("remove")}>
              {words.t("sources.removeNow")}
            </Button>
          </div>
        </div>
      ) : null}
      {error ? (
        <div role="alert" className="text-[12.5px] text-brick">
          <FailureText error={error} />
        </div>
      ) : null}
    </div>
  );
}
