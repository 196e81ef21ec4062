"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../../../_ui/button.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { AgainForm } from "./again-form.tsx";
import { DownloadForm } from "./download-form.tsx";
import { EraseForm } from "./erase-form.tsx";
import { LineList } from "./line-list.tsx";
import { sourceName, type UndefinedDay, type UndefinedView } from "./views.ts";

interface DayPanelProps {
  readonly view: UndefinedView;
  readonly day: UndefinedDay;
  readonly close: () => void;
  readonly changed: () => void;
}

type What = "lines" | "again" | "download" | "erase";

/** One day of one source: its reasons and lines, and what can be done with them. */
export function DayPanel({ view, day, close, changed }: DayPanelProps) {
  const words = useWords();
  const said = useSentences();
  const mayChange = useMay("undefined.change");
  const mayExport = useMay("data.export");
  const mayErase = useMay("data.erase") && mayChange;
  const [what, setWhat] = useState<What>("lines");
  const [reason, setReason] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(NONE);
  const seesLines = useMay("undefined.see");
  const name = sourceName(view, day.sourceId);
  const offered: readonly Exclude<What, "lines">[] = [
    ...(mayChange ? (["again"] as const) : []),
    ...(mayExport ? (["download"] as const) : []),
    ...(mayErase ? (["erase"] as const) : []),
  ];
  const back = () => setWhat("lines");
  return (
    <Panel title={words.t("undefined.day", { day: day.day, name })} close={close}>
      <p className="text-ink-2">
        {words.t("undefined.lines", { count: day.lines })}.{" "}
        {words.t("undefined.until", { day: longDay(day.endsOn, words) })}{" "}
        <Link href="/retention" prefetch={false} className="text-pine underline underline-offset-3">
          {words.t("undefined.rule")}
        </Link>
      </p>
      <div className="my-3 flex flex-wrap gap-2">
        {offered.map((one) => (
          <Button
            key={one}
            kind={one === "erase" ? "danger-line" : one === "again" ? "main" : "line"}
            aria-expanded={what === one}
            onClick={() => setWhat(what === one ? "lines" : one)}
          >
            {one === "erase" && chosen.size > 0
              ? words.t("undefined.do.eraseChosen", { count: chosen.size })
              : words.t(`undefined.do.${one}`)}
          </Button>
        ))}
        <Button onClick={close}>{words.t("undefined.close")}</Button>
      </div>
      {what === "again" ? <AgainForm view={view} day={day} close={back} changed={changed} /> : null}
      {what === "download" ? <DownloadForm day={day} close={back} /> : null}
      {what === "erase" ? (
        <EraseForm
          key={[...chosen].join()}
          day={day}
          name={name}
          ids={[...chosen]}
          close={back}
          changed={() => {
            setChosen(NONE);
            changed();
          }}
        />
      ) : null}
      <h3 className="mt-4 mb-1 font-semibold">{words.t("undefined.reasons")}</h3>
      <ul className="grid gap-1">
        {day.reasons.map((one) => (
          <li key={one.reason}>
            <button
              type="button"
              aria-pressed={one.reason === reason}
              className="flex w-full items-baseline justify-between gap-3 rounded-md px-1.5 py-0.5 text-left hover:bg-sunken aria-pressed:bg-pine-soft"
              onClick={() => setReason(one.reason === reason ? null : one.reason)}
            >
              <span className="min-w-0 break-words">{said(one.reason)}</span>
              <span className="tabular-nums text-ink-2">{words.number(one.lines)}</span>
            </button>
          </li>
        ))}
      </ul>
      {seesLines ? (
        <LineList
          key={reason ?? ""}
          day={day}
          reason={reason}
          clear={() => setReason(null)}
          chosen={mayErase ? chosen : null}
          choose={(id) => setChosen((now) => toggled(now, id))}
        />
      ) : (
        <p className="mt-3 text-ink-2">{words.t("undefined.countsOnly")}</p>
      )}
    </Panel>
  );
}

const NONE: ReadonlySet<string> = new Set();

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
