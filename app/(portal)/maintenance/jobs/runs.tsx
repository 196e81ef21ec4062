"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { SelectField } from "../../../_ui/field.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { EmptyState, Failed, FilteredOut, Loading } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag, type Tone } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { localClock } from "../local-time.ts";
import type { Job } from "./jobs-page.tsx";
import { titleOf } from "./words.ts";

type Run = inferRouterOutputs<AppRouter>["maintenance"]["jobHistory"]["rows"][number];
type State = Run["state"];

const STATES: readonly State[] = ["created", "retry", "active", "completed", "failed", "cancelled"];
const TONES: Readonly<Record<State, Tone>> = {
  created: "plain",
  retry: "warn",
  active: "info",
  completed: "ok",
  failed: "bad",
  cancelled: "plain",
};
const ASK_MS = 5_000;
const PAGE = 50;

/** Single runs, the newest first: of one job where one is open, else of all. Ids only; whom they are about stands elsewhere. */
export function Runs({ name }: { name: Job["name"] | null }) {
  const words = useWords();
  const [state, setState] = useState<State | null>(null);
  const filter = { ...(name === null ? {} : { name }), ...(state === null ? {} : { state }) };
  const query = useInfiniteQuery({
    queryKey: ["maintenance", "runs", name, state],
    initialPageParam: null as { at: Date; id: string } | null,
    queryFn: ({ pageParam }) =>
      api.maintenance.jobHistory.query({
        ...filter,
        limit: PAGE,
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    getNextPageParam: (last) => last.next,
    refetchInterval: ASK_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const title = name === null ? words.t("jobs.history.all") : `${words.t("jobs.history")}: ${titleOf(name, words)}`;
  return (
    <Sheet title={title}>
      <div className="max-w-60 border-b border-line p-3">
        <SelectField
          id="runs-state"
          label={words.t("jobs.history.state")}
          value={state ?? ""}
          onChange={(event) => setState(STATES.find((known) => known === event.target.value) ?? null)}
        >
          <option value="">{words.t("jobs.history.every")}</option>
          {STATES.map((known) => (
            <option key={known} value={known}>
              {words.t(`jobs.state.${known}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading />
      ) : rows.length > 0 ? (
        <RunTable rows={rows} title={title} changed={() => void query.refetch()} />
      ) : state !== null ? (
        <FilteredOut clear={() => setState(null)} />
      ) : (
        <EmptyState title={words.t("jobs.history.empty")} why={words.t("jobs.history.empty.help")} />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("jobs.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

function RunTable({ rows, title, changed }: { rows: readonly Run[]; title: string; changed: () => void }) {
  const words = useWords();
  const retry = useAct((run: Run) => api.maintenance.retryJob.mutate(about(run)), { onSuccess: changed });
  const cancel = useAct((run: Run) => api.maintenance.cancelJob.mutate(about(run)), { onSuccess: changed });
  const { mutate: doRetry } = retry;
  const { mutate: doCancel } = cancel;
  const columns = useMemo(() => runColumns(words, doRetry, doCancel), [words, doRetry, doCancel]);
  const own = useMemo(() => [...rows], [rows]);
  const error = retry.error ?? cancel.error;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <SortedTable columns={columns} rows={own} rowId={(row) => row.id} caption={title} drawsAll />
    </>
  );
}

function about(run: Run): { name: Job["name"]; jobId: string } {
  return { name: run.name as Job["name"], jobId: run.id };
}

function runColumns(words: Words, retry: (run: Run) => void, cancel: (run: Run) => void): Columns<Run> {
  const head = (id: "at" | "job" | "state" | "about" | "fault" | "request" | "do", look?: "mono" | "soft") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`jobs.history.column.${id}`), ...(look === undefined ? {} : { look }) },
    header: words.t(`jobs.history.column.${id}`),
  });
  return [
    { ...head("at", "mono"), cell: ({ row }) => localClock(row.original.createdAt) },
    { ...head("job"), cell: ({ row }) => titleOf(row.original.name, words) },
    {
      ...head("state"),
      cell: ({ row: { original: run } }) => (
        <span className="whitespace-nowrap">
          <Tag tone={TONES[run.state]}>{words.t(`jobs.state.${run.state}`)}</Tag>
          {run.retries > 0 ? (
            <span className="ml-1 text-[12.5px] text-ink-2">
              {words.t("jobs.history.tries", { count: run.retries })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      ...head("about", "soft"),
      cell: ({ row }) => (
        <span className="font-mono text-[12px]">
          {Object.entries(row.original.ids)
            .map(([key, value]) => `${key} ${String(value).slice(0, 8)}`)
            .join(", ") || "–"}
        </span>
      ),
    },
    {
      ...head("fault", "soft"),
      cell: ({ row: { original: run } }) => [run.fault, run.code].filter(Boolean).join(" ") || "–",
    },
    {
      ...head("request", "mono"),
      cell: ({ row: { original: run } }) => (
        <Link
          href={`/maintenance/log#${run.id}`}
          prefetch={false}
          aria-label={`${run.id.slice(0, 8)} ${words.t("jobs.history.inLog")}`}
          className="text-pine underline underline-offset-3"
        >
          {run.id.slice(0, 8)}
        </Link>
      ),
    },
    {
      ...head("do"),
      cell: ({ row: { original: run } }) =>
        run.state === "failed" ? (
          <Button onClick={() => retry(run)}>{words.t("jobs.history.retry")}</Button>
        ) : run.state === "active" || run.state === "created" || run.state === "retry" ? (
          <Button onClick={() => cancel(run)}>{words.t("jobs.history.cancel")}</Button>
        ) : null,
    },
  ];
}
