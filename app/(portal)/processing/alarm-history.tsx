"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useCallback, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { TurnPages } from "../../_ui/pager.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { kindTitle } from "./alarms/kind-title.ts";

type View = inferRouterOutputs<AppRouter>["guards"]["history"];
type AlarmView = View["alarms"][number];
type Cursor = NonNullable<View["next"]>;

const LIVE_MS = 15_000;

/** Of a company, or of the installation itself. */
const DESKS = {
  company: {
    history: (input: { before?: Cursor }) => api.guards.history.query(input),
    acknowledge: (alarmId: string) => api.guards.acknowledge.mutate({ alarmId }),
  },
  installation: {
    history: (input: { before?: Cursor }) => api.alarms.installationHistory.query(input),
    acknowledge: (alarmId: string) => api.alarms.installationAcknowledge.mutate({ alarmId }),
  },
};

/** Alarms that stand and alarms that ended, and who took note of each. */
export function AlarmHistory({ of = "company" }: { of?: keyof typeof DESKS }) {
  const words = useWords();
  const viewer = useViewer();
  const zone = of === "company" ? (viewer.company?.timeZone ?? "UTC") : "UTC";
  const desk = DESKS[of];
  const [before, setBefore] = useState<readonly Cursor[]>([]);
  const last = before.at(-1);
  const query = useQuery({
    queryKey: ["alarm-history", of, last?.id ?? null],
    queryFn: () => desk.history(last === undefined ? {} : { before: last }),
    placeholderData: keepPreviousData,
    refetchInterval: before.length === 0 ? LIVE_MS : false,
  });
  const note = useMutation({
    mutationFn: (alarmId: string) => desk.acknowledge(alarmId),
    onSettled: () => query.refetch(),
  });
  const { mutate } = note;
  const acknowledge = useCallback((alarmId: string) => mutate(alarmId), [mutate]);
  const columns = useMemo(() => alarmColumns(words, zone, acknowledge), [words, zone, acknowledge]);
  return (
    <Sheet title={words.t("alarmHistory.title")}>
      <Answer query={query}>
        {({ alarms, next }) =>
          alarms.length === 0 && before.length === 0 ? (
            <Said title={words.t("alarmHistory.none")}>{words.t("alarmHistory.none.help")}</Said>
          ) : (
            <>
              <SortedTable
                columns={columns}
                rows={alarms}
                rowId={(one) => one.id}
                caption={words.t("alarmHistory.title")}
              />
              <TurnPages turned={before} next={next} busy={query.isPlaceholderData} go={setBefore} />
            </>
          )
        }
      </Answer>
      <Refusal className="border-t border-line px-3.5 py-2" error={note.error} />
    </Sheet>
  );
}

function alarmColumns(words: Words, zone: string, acknowledge: (alarmId: string) => void): Columns<AlarmView> {
  const label = (key: "raised" | "what" | "ended" | "acknowledged") => words.t(`alarmHistory.column.${key}`);
  return [
    {
      id: "raised",
      enableSorting: false,
      meta: { label: label("raised"), look: "mono" },
      header: label("raised"),
      cell: ({ row }) => shortTime(row.original.raisedAt, zone),
    },
    {
      id: "what",
      enableSorting: false,
      meta: { label: label("what") },
      header: label("what"),
      cell: ({ row: { original } }) => (
        <span>
          {kindTitle(original.kind, words)}
          {original.name === null ? "" : `: ${aboutText(original, words)}`}
        </span>
      ),
    },
    {
      id: "ended",
      enableSorting: false,
      meta: { label: label("ended"), look: "mono" },
      header: label("ended"),
      cell: ({ row: { original } }) =>
        original.endedAt === null ? (
          <Tag tone="bad">{words.t("alarmHistory.stands")}</Tag>
        ) : (
          shortTime(original.endedAt, zone)
        ),
    },
    {
      id: "acknowledged",
      enableSorting: false,
      meta: { label: label("acknowledged") },
      header: label("acknowledged"),
      cell: ({ row: { original } }) =>
        original.acknowledgedAt === null ? (
          <Button
            kind="plain"
            aria-label={`${words.t("alarmHistory.acknowledge")}: ${shortTime(original.raisedAt, zone)}`}
            onClick={() => acknowledge(original.id)}
          >
            {words.t("alarmHistory.acknowledge")}
          </Button>
        ) : (
          <span className="text-ink-2">
            {original.acknowledgedByName} {shortTime(original.acknowledgedAt, zone)}
          </span>
        ),
    },
  ];
}

/** A source by its name; a check of the installation by what it is called there. */
function aboutText({ kind, name }: AlarmView, words: Words): string {
  return (kind === "health" ? words.known(`health.check.${name}`) : null) ?? name ?? "";
}
