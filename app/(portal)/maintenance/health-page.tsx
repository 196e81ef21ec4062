"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag, type Tone } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { CompanySources } from "./company-sources.tsx";
import { Figures } from "./figures.tsx";
import { localClock, localTime } from "./local-time.ts";
import { Parts } from "./parts.tsx";

type Health = inferRouterOutputs<AppRouter>["maintenance"]["health"];
type Installation = NonNullable<Health["installation"]>;
type Check = Installation["checks"][number];
type Process = Installation["processes"][number];

const ASK_MS = 15_000;
const TONES: Readonly<Record<Check["state"], Tone>> = { ok: "ok", warn: "warn", bad: "bad" };

export function HealthPage() {
  const words = useWords();
  const whole = useMay("maintenance.run");
  return (
    <GuardedPage
      title={words.t("health.title")}
      lead={words.t(whole ? "health.lead" : "health.companies.lead")}
      permission="maintenance.see"
      company={false}
    >
      <Parts />
      {whole ? <WholeHealth /> : <CompanySources />}
    </GuardedPage>
  );
}

function WholeHealth() {
  const query = useQuery({
    queryKey: ["maintenance", "health"],
    queryFn: () => api.maintenance.health.query(),
    refetchInterval: ASK_MS,
  });
  return (
    <Answer query={query}>
      {({ installation, at }) =>
        installation === null ? (
          <CompanySources />
        ) : (
          <div className="grid gap-4">
            <Checks installation={installation} at={at} again={() => void query.refetch()} busy={query.isFetching} />
            <Processes processes={installation.processes} at={at} />
          </div>
        )
      }
    </Answer>
  );
}

function Checks({
  installation,
  at,
  again,
  busy,
}: {
  installation: Installation;
  at: Date;
  again: () => void;
  busy: boolean;
}) {
  const words = useWords();
  const columns = useMemo(() => checkColumns(words), [words]);
  const { state, checks } = installation;
  // What needs somebody stands first; the rest keeps its order.
  const rows = useMemo(() => [...checks].sort((a, b) => RANK[a.state] - RANK[b.state]), [checks]);
  return (
    <Sheet
      title={words.t("health.checks")}
      actions={
        <>
          <span role="status" className="flex flex-wrap items-center gap-2 text-ink-2">
            <Tag tone={TONES[state]}>{words.t(`health.all.${state}`)}</Tag>
            {words.t("health.at", { at: localClock(at) })}
          </span>
          <Button disabled={busy} onClick={again}>
            {words.t("health.again")}
          </Button>
        </>
      }
    >
      <SortedTable columns={columns} rows={rows} rowId={(row) => row.id} caption={words.t("health.checks")} />
    </Sheet>
  );
}

const RANK: Readonly<Record<Check["state"], number>> = { bad: 0, warn: 1, ok: 2 };

function checkColumns(words: Words): Columns<Check> {
  const head = (id: "check" | "state" | "sentence" | "figures") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`health.column.${id}`) },
    header: words.t(`health.column.${id}`),
  });
  return [
    {
      ...head("check"),
      cell: ({ row }) => (
        <span className="font-semibold">{words.known(`health.check.${row.original.id}`) ?? row.original.id}</span>
      ),
    },
    {
      ...head("state"),
      cell: ({ row }) => <Tag tone={TONES[row.original.state]}>{words.t(`health.state.${row.original.state}`)}</Tag>,
    },
    {
      ...head("sentence"),
      cell: ({ row }) => (
        <span className={`block max-w-xl whitespace-normal ${row.original.state === "ok" ? "text-ink-2" : ""}`}>
          {words.t(row.original.sentence)}
        </span>
      ),
    },
    {
      ...head("figures"),
      cell: ({ row }) => (
        <span className="block max-w-sm whitespace-normal">
          <Figures figures={row.original.figures} />
        </span>
      ),
    },
  ];
}

function Processes({ processes, at }: { processes: readonly Process[]; at: Date }) {
  const words = useWords();
  const columns = useMemo(() => processColumns(words, at), [words, at]);
  const rows = useMemo(() => [...processes], [processes]);
  return (
    <Sheet title={words.t("health.processes.title")}>
      <p className="border-b border-line px-3 py-2 text-ink-2">{words.t("health.processes.lead")}</p>
      {rows.length === 0 ? (
        <EmptyState title={words.t("health.processes.none")} why={words.t("health.processes.none.help")} />
      ) : (
        <SortedTable
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          caption={words.t("health.processes.title")}
        />
      )}
    </Sheet>
  );
}

function processColumns(words: Words, at: Date): Columns<Process> {
  const head = (id: "name" | "release" | "machine" | "since" | "seen" | "port") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`health.process.column.${id}`), ...(id === "name" ? {} : { look: "mono" as const }) },
    header: words.t(`health.process.column.${id}`),
  });
  return [
    { ...head("name"), cell: ({ row }) => words.known(`health.process.${row.original.name}`) ?? row.original.name },
    { ...head("release"), cell: ({ row }) => row.original.release },
    { ...head("machine"), cell: ({ row }) => row.original.machine },
    { ...head("since"), cell: ({ row }) => localTime(row.original.startedAt) },
    {
      ...head("seen"),
      cell: ({ row: { original: row } }) =>
        row.alive ? ago(row.seenAt, at, words) : <Tag tone="bad">{words.t("health.process.gone")}</Tag>,
    },
    { ...head("port"), cell: ({ row }) => row.original.metricsPort ?? "–" },
  ];
}
