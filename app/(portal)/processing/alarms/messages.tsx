"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { TurnPages } from "../../../_ui/pager.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag, type Tone } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { Desk, MessageCursor, MessageView } from "./desk.ts";
import { kindTitle } from "./kind-title.ts";
import { problemText } from "./problem-text.ts";

const LIVE_MS = 5_000;
const TONES: Readonly<Record<MessageView["state"], Tone>> = {
  waiting: "info",
  sent: "ok",
  failed: "bad",
  dropped: "plain",
};

/** What was sent to whom, what waits and what failed. */
export function Messages({ desk }: { desk: Desk }) {
  const words = useWords();
  const viewer = useViewer();
  const zone = desk.of === "company" ? (viewer.company?.timeZone ?? "UTC") : "UTC";
  const [before, setBefore] = useState<readonly MessageCursor[]>([]);
  const last = before.at(-1);
  const query = useQuery({
    queryKey: ["alarm-messages", desk.of, last?.id ?? null],
    queryFn: () => desk.messages(last),
    placeholderData: keepPreviousData,
    refetchInterval: before.length === 0 ? LIVE_MS : false,
  });
  const columns = useMemo(() => messageColumns(words, zone), [words, zone]);
  return (
    <Sheet title={words.t("alarms.messages")}>
      <Answer query={query}>
        {({ messages, next }) =>
          messages.length === 0 && before.length === 0 ? (
            <Said title={words.t("alarms.messages.none")}>{words.t("alarms.messages.none.help")}</Said>
          ) : (
            <>
              <SortedTable
                columns={columns}
                rows={messages}
                rowId={(one) => one.id}
                caption={words.t("alarms.messages")}
              />
              <TurnPages turned={before} next={next} busy={query.isPlaceholderData} go={setBefore} />
            </>
          )
        }
      </Answer>
    </Sheet>
  );
}

function messageColumns(words: Words, zone: string): Columns<MessageView> {
  const label = (key: "made" | "to" | "what" | "outcome") => words.t(`alarms.messages.${key}`);
  return [
    {
      id: "made",
      enableSorting: false,
      meta: { label: label("made"), look: "mono" },
      header: label("made"),
      cell: ({ row }) => shortTime(row.original.createdAt, zone),
    },
    {
      id: "to",
      enableSorting: false,
      meta: { label: label("to") },
      header: label("to"),
      cell: ({ row }) => <span className="break-all">{row.original.address ?? words.t("alarms.removed")}</span>,
    },
    {
      id: "what",
      enableSorting: false,
      meta: { label: label("what") },
      header: label("what"),
      cell: ({ row }) => whatOf(row.original, words),
    },
    {
      id: "outcome",
      enableSorting: false,
      meta: { label: label("outcome") },
      header: label("outcome"),
      cell: ({ row }) => <Outcome message={row.original} zone={zone} />,
    },
  ];
}

function whatOf({ about, raised, over }: MessageView, words: Words): string {
  if (about === "test") return words.t("alarms.aTest");
  const begun = raised.map((kind) => kindTitle(kind, words));
  const ended = over.map((kind) => words.t("alarms.isOver", { what: kindTitle(kind, words) }));
  return [...begun, ...ended].join(", ");
}

function Outcome({ message, zone }: { message: MessageView; zone: string }) {
  const words = useWords();
  const { state, endedAt, dueAt, attempts, problem } = message;
  const when =
    state === "waiting" && attempts > 0
      ? words.t("alarms.again", { time: shortTime(dueAt, zone), count: attempts })
      : endedAt === null
        ? ""
        : shortTime(endedAt, zone);
  return (
    <span className="grid gap-0.5 py-1.5">
      <span className="flex flex-wrap items-center gap-1.5">
        <Tag tone={TONES[state]}>{words.t(`alarms.state.${state}`)}</Tag>
        <span className="text-ink-2">{when}</span>
      </span>
      {problem === null ? null : <span className="text-ink-2">{problemText(problem, words)}</span>}
    </span>
  );
}
