"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { longDay, shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import { saveCsv } from "../save-csv.ts";
import type { TariffView } from "./views.ts";

interface TariffTableProps {
  readonly tariffs: readonly TariffView[];
  readonly chosen: string | null;
  /** A stable function. */
  readonly choose: (tariffId: string) => void;
  readonly removed: () => void;
}

/** Tariffs by the days on which they are valid; under the table what can be done with the chosen one. */
export function TariffTable({ tariffs, chosen, choose, removed }: TariffTableProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const columns = useMemo(() => tariffColumns(words, zone, chosen, choose), [words, zone, chosen, choose]);
  const open = tariffs.find((one) => one.tariffId === chosen);
  return (
    <>
      <SortedTable columns={columns} rows={tariffs} rowId={(one) => one.tariffId} caption={words.t("tariffs.list")} />
      {open ? <Actions key={open.tariffId} tariff={open} removed={removed} /> : null}
    </>
  );
}

function Actions({ tariff, removed }: { tariff: TariffView; removed: () => void }) {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const [removing, setRemoving] = useState(false);
  const { tariffId } = tariff;
  const fetched = useMutation({
    mutationFn: () => api.tariffs.export.query({ tariffId }),
    onSuccess: ({ name, text }) => saveCsv(name, text),
  });
  const remove = useMutation({ mutationFn: () => api.tariffs.remove.mutate({ tariffId }), onSuccess: removed });
  const error = fetched.error ?? remove.error;
  return (
    <div className="grid gap-2 border-t border-line px-3 py-2">
      <div className="flex flex-wrap gap-2">
        <Button disabled={fetched.isPending} onClick={() => fetched.mutate()}>
          {words.t("tariffs.download")}
        </Button>
        {mayChange ? (
          <Button kind="danger-line" aria-expanded={removing} onClick={() => setRemoving(!removing)}>
            {words.t("tariffs.remove")}
          </Button>
        ) : null}
      </div>
      {removing ? (
        <div className="grid gap-1.5 rounded-md bg-brick-soft p-2">
          <p>{words.t("tariffs.remove.confirm")}</p>
          <div className="flex flex-wrap gap-1.5">
            <Button onClick={() => setRemoving(false)}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {words.t("tariffs.remove.now", { day: longDay(tariff.validFrom, words) })}
            </Button>
          </div>
        </div>
      ) : null}
      <Refusal error={error} />
    </div>
  );
}

function tariffColumns(
  words: Words,
  zone: string,
  chosen: string | null,
  choose: (tariffId: string) => void,
): Columns<TariffView> {
  const label = (key: "valid" | "lines" | "prefixes" | "added") => words.t(`tariffs.column.${key}`);
  return [
    {
      accessorKey: "validFrom",
      meta: { label: label("valid") },
      header: label("valid"),
      cell: ({ row: { original: one } }) => (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <button
            type="button"
            aria-label={words.t("tariffs.open", { day: longDay(one.validFrom, words) })}
            aria-expanded={one.tariffId === chosen}
            className="min-h-6 font-semibold text-pine underline-offset-3 hover:underline"
            onClick={() => choose(one.tariffId)}
          >
            {validText(one, words)}
          </button>
          <Standing tariff={one} />
        </span>
      ),
    },
    {
      accessorKey: "lines",
      meta: { label: label("lines"), look: "right" },
      header: label("lines"),
      cell: ({ row }) => words.number(row.original.lines),
    },
    {
      accessorKey: "prefixes",
      meta: { label: label("prefixes"), look: "right" },
      header: label("prefixes"),
      cell: ({ row }) => words.number(row.original.prefixes),
    },
    {
      id: "added",
      accessorFn: (one) => one.addedAt.getTime(),
      meta: { label: label("added"), look: "soft" },
      header: label("added"),
      cell: ({ row }) => `${shortTime(row.original.addedAt, zone)} · ${row.original.addedByName}`,
    },
  ];
}

function validText({ validFrom, validTo }: TariffView, words: Words): string {
  const from = longDay(validFrom, words);
  return validTo === null
    ? words.t("tariffs.from", { from })
    : words.t("tariffs.fromTo", { from, to: longDay(validTo, words) });
}

function Standing({ tariff }: { tariff: TariffView }) {
  const words = useWords();
  if (tariff.current) return <Tag tone="ok">{words.t("tariffs.current")}</Tag>;
  return <Tag>{words.t(tariff.standing === "later" ? "tariffs.later" : "tariffs.former")}</Tag>;
}
