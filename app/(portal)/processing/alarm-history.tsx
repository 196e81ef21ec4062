"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useCallback, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
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

type View = inferRouterOutputs<AppRouter>["guards"]["history"];
type AlarmView = View["alarms"][number];
type Cursor = NonNullable<View["next"]>;

const LIVE_MS = 15_000;

/** Alarms that stand and alarms that ended, and who took note of each. */
export function AlarmHistory() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [before, setBefore] = useState<readonly Cursor[]>([]);
  const last = before.at(-1);
  const query = useQuery({
    queryKey: ["alarm-history", last?.id ?? null],
    queryFn: () => api.guards.history.query(last === undefined ? {} : { before: last }),
    placeholderData: keepPreviousData,
    refetchInterval: before.length === 0 ? LIVE_MS : false,
  });
  const note = useMutation({
    mutationFn: (alarmId: string) => api.guards.acknowledge.mutate({ alarmId }),
    onSettled: () => query.refetch(),
  });
  const { mutate } = note;
  const acknowledge = useCallback((alarmId: string) => mutate(alarmId), [mutate]);
  const columns = useMemo(() => alarmColumns(words, zone, acknowledge), [words, zone, acknowledge]);
  return (
    <Sheet title={words.t("alarmHistory.title")}>
      <Answer query={query}>
        {({ alarms, next }) =>
          alarms.length === 0 ? (
            <Said title={words.t("alarmHistory.none")}>{words.t("alarmHistory.none.help")}</Said>
          ) : (
            <>
              <SortedTable
                columns={columns}
                rows={alarms}
                rowId={(one) => one.id}
                caption={words.t("alarmHistory.title")}
              />
              <TurnPages turned={before} next={next} go={setBefore} />
            </>
          )
        }
      </Answer>
      {note.error ? (
        <div role="alert" className="border-t border-line px-3.5 py-2 text-brick">
          <FailureText error={note.error} />
        </div>
      ) : null}
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
          {words.known(`alarmHistory.kind.${original.kind}`) ?? original.kind}
          {original.name === null ? "" : `: ${original.name}`}
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
