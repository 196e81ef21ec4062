"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { TurnPages } from "../../_ui/pager.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState, FilteredOut } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { saveCsv } from "../processing/save-csv.ts";
import type { SourceView } from "./sources-page.tsx";
import { anyTransfer, isAny, type Sought, TransferFilter } from "./transfer-filter.tsx";
import { transferColumns } from "./transfers.tsx";

const LIVE_MS = 10_000;
const PAGE = 25;

interface Last {
  readonly startedAt: Date;
  readonly id: string;
}

/** By these two the next page is asked for: what else a session has is no part of the question. */
function lastOf(list: readonly Last[]): Last | null {
  const last = list.at(-1);
  return last === undefined ? null : { startedAt: last.startedAt, id: last.id };
}

/** The log of transfer sessions: what moved, and what became of it. Of one source, or of those given, page by page. */
export function TransferLog({ sourceId, sources }: { sourceId?: number; sources?: readonly SourceView[] }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [sought, seek] = useState<Sought>(anyTransfer);
  const [turned, turn] = useState<readonly Last[]>([]);
  const after = turned.at(-1);
  const asked = { ...sought, ...(sourceId === undefined ? {} : { sourceId }) };
  const query = useQuery({
    queryKey: ["transfers", asked, after?.id ?? null],
    // One more than is shown tells whether there is another page.
    queryFn: () =>
      api.sources.transfers.query({ ...asked, limit: PAGE + 1, ...(after === undefined ? {} : { after }) }),
    placeholderData: keepPreviousData,
    refetchInterval: turned.length === 0 ? LIVE_MS : false,
  });
  const file = useMutation({
    mutationFn: () => api.sources.transferFile.query(asked),
    onSuccess: ({ name, text }) => saveCsv(name, text),
  });
  const columns = useMemo(() => {
    const names = sources === undefined ? null : new Map(sources.map((source) => [source.id, source.name]));
    return transferColumns(words, zone, names);
  }, [words, zone, sources]);
  const change = (next: Sought) => {
    seek(next);
    turn([]);
  };
  const isEmpty = query.data?.length === 0 && turned.length === 0 && isAny(sought);
  return (
    <Sheet
      title={words.t("sources.transfers")}
      actions={
        isEmpty ? null : (
          <Button disabled={file.isPending} onClick={() => file.mutate()}>
            {words.t(file.isPending ? "form.busy" : "sources.transfers.download")}
          </Button>
        )
      }
    >
      <Refusal className="px-3 py-2" error={file.error} />
      {isEmpty ? null : <TransferFilter sought={sought} sources={sources} change={change} />}
      <Answer query={query}>
        {(list) =>
          list.length > 0 || turned.length > 0 ? (
            <>
              <SortedTable
                columns={columns}
                rows={list.slice(0, PAGE)}
                rowId={(transfer) => transfer.id}
                caption={words.t("sources.transfers")}
              />
              <TurnPages
                turned={turned}
                next={list.length > PAGE ? lastOf(list.slice(0, PAGE)) : null}
                busy={query.isPlaceholderData}
                go={turn}
              />
            </>
          ) : isAny(sought) ? (
            <EmptyState title={words.t("sources.transfers.empty")} why={words.t("sources.transfers.empty.help")} />
          ) : (
            <FilteredOut clear={() => change(anyTransfer)} />
          )
        }
      </Answer>
    </Sheet>
  );
}
