"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Refusal } from "../../../_ui/failure.tsx";
import { CheckField } from "../../../_ui/field.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { clockTime } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { Missing } from "./layout-draft.ts";
import { layoutWord } from "./layout-words.ts";
import type { PreviewedLayout, PreviewedLine } from "./use-preview.ts";

const TONES = { records: "ok", leg: "ok", nothing: "plain", undefined: "warn" } as const;

interface PreviewProps {
  readonly query: UseQueryResult<PreviewedLayout>;
  /** Whether there is anything to show. */
  readonly asked: boolean;
  readonly missing: readonly Missing[];
}

/** What each line of the sample becomes, and why. */
export function Preview({ query, asked, missing }: PreviewProps) {
  const words = useWords();
  const [only, setOnly] = useState(false);
  const lines = asked ? query.data?.lines : undefined;
  const count = (became: PreviewedLine["became"]) => lines?.filter((line) => line.became === became).length ?? 0;
  return (
    <Sheet title={words.t("layouts.preview")} padded>
      <div className="grid max-h-[60vh] gap-3 overflow-y-auto lg:max-h-[80vh]">
        {!asked ? <p className="text-ink-2">{words.t("layouts.preview.none")}</p> : null}
        <Refusal error={asked ? query.error : null} />
        {lines === undefined || query.isError ? null : (
          <>
            {missing.length > 0 ? null : (
              <p role="status" className="font-semibold tabular-nums">
                {words.t("layouts.preview.sum", {
                  calls: count("records") + count("leg"),
                  nothing: count("nothing"),
                  undefined: count("undefined"),
                })}
              </p>
            )}
            {query.data?.cut === true ? <p className="text-ink-2">{words.t("layouts.sample.cut")}</p> : null}
            {count("undefined") > 0 && missing.length === 0 ? (
              <CheckField
                id="preview-only"
                label={words.t("layouts.preview.only")}
                checked={only}
                onChange={(event) => setOnly(event.target.checked)}
              />
            ) : null}
            <ol className="grid">
              {lines
                .filter((line) => !only || line.became === "undefined")
                .map((line) => (
                  <Line key={line.line} line={line} half={missing.length > 0} words={words} />
                ))}
            </ol>
          </>
        )}
      </div>
    </Sheet>
  );
}

function Line({ line, half, words }: { line: PreviewedLine; half: boolean; words: Words }) {
  const { became, reason, record } = line;
  const said = useSentences(reason !== null);
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <li className="grid gap-1 border-t border-line py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-[12.5px] text-ink-2">{words.t("layouts.preview.line", { line: line.line })}</span>
        {half ? null : <Tag tone={TONES[became]}>{words.t(`layouts.became.${became}`)}</Tag>}
        {half || reason === null ? null : <span>{said(layoutWord(reason, words))}</span>}
      </p>
      {half || record === null ? null : <Call record={record} zone={zone} words={words} />}
      {line.fields.length === 0 ? null : (
        <details open={half}>
          <summary className="min-h-6 text-[12.5px] text-ink-2">{words.t("layouts.preview.why")}</summary>
          <FieldList line={line} half={half} words={words} />
        </details>
      )}
    </li>
  );
}

function Call({ record, zone, words }: { record: NonNullable<PreviewedLine["record"]>; zone: string; words: Words }) {
  const { startedAt, durationSeconds, direction, disposition, values } = record;
  return (
    <p className="flex flex-wrap gap-x-3 font-mono text-[12.5px]">
      <span>{clockTime(startedAt, zone)}</span>
      <span>{words.t("layouts.seconds", { count: durationSeconds })}</span>
      {direction === null ? null : <span>{words.t(`direction.${direction}`)}</span>}
      {disposition === null ? null : <span>{words.t(`disposition.${disposition}`)}</span>}
      {values.map(({ role, class: as, text }) => (
        <span key={`${role} ${as} ${text}`} className="min-w-0 break-all">
          <span className="font-sans text-ink-2">{words.known(`role.${role}`) ?? role}</span> {text}
        </span>
      ))}
    </p>
  );
}

/** Where each field was found and what it is used for; then what was concluded, and from what. */
function FieldList({ line, half, words }: { line: PreviewedLine; half: boolean; words: Words }) {
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-[12.5px]">
      {line.fields.map(({ field, text, used }) => (
        <Pair key={field} name={field}>
          <span className="font-mono break-all">{text}</span>{" "}
          {half ? null : (
            <span className="text-ink-2">
              {used.length === 0 ? words.t("layouts.unused") : used.map((use) => layoutWord(use, words)).join(", ")}
            </span>
          )}
        </Pair>
      ))}
      {half
        ? null
        : line.facts.map(({ fact, is, because }) => (
            <Pair key={fact} name={words.t(`layouts.fact.${fact}`)}>
              {is === null ? "" : factText(fact, is, zone, words)}{" "}
              <span className="text-ink-2">({layoutWord(because, words)})</span>
            </Pair>
          ))}
    </dl>
  );
}

function factText(fact: string, is: string, zone: string, words: Words): string {
  if (fact === "time") return clockTime(new Date(is), zone);
  if (fact === "duration") return words.t("layouts.seconds", { count: Number(is) });
  return words.known(`${fact}.${is}`) ?? is;
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
