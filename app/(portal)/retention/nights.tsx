"use client";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { longDay, shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Night, RetentionView } from "./retention-page.tsx";

/** Nights as columns, past and coming; the same as a table at a key's distance. */
export function Nights({ view }: { view: RetentionView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [asTable, setAsTable] = useState(false);
  const total = (nights: readonly Night[]) => nights.reduce((sum, night) => sum + night.values, 0);
  const went = total(view.went);
  const goes = total(view.goes);
  return (
    <Sheet
      title={words.t("retention.nights")}
      actions={
        <>
          <Tag>{words.t("retention.nights.unit")}</Tag>
          <Button onClick={() => setAsTable(!asTable)}>
            {words.t(asTable ? "retention.nights.picture" : "retention.nights.table")}
          </Button>
        </>
      }
    >
      {went + goes === 0 ? (
        <Said title={words.t("retention.nights.empty")}>{words.t("retention.nights.empty.help")}</Said>
      ) : asTable ? (
        <NightTable view={view} />
      ) : (
        <Columns view={view} summary={words.t("retention.nights.summary", { count: went, goes })} />
      )}
      <p className="border-t border-line px-3.5 py-2 text-ink-2">
        {view.lastSweepAt === null
          ? words.t("retention.neverSwept")
          : words.t("retention.lastSweep", { time: shortTime(view.lastSweepAt, zone) })}
      </p>
    </Sheet>
  );
}

const HEIGHT = 80;
const STEP = 10;

function Columns({ view, summary }: { view: RetentionView; summary: string }) {
  const words = useWords();
  const nights = [
    ...view.went.map((night) => ({ night, look: "fill-line-strong" })),
    ...view.goes.map((night, i) => ({ night, look: i === 0 ? "fill-brick" : "fill-pine" })),
  ];
  const most = Math.max(1, ...nights.map(({ night }) => night.values));
  return (
    <figure className="px-3.5 pt-3">
      <svg
        viewBox={`0 0 ${nights.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full"
        role="img"
        aria-label={summary}
      >
        {nights.map(({ night, look }, i) => {
          const height = night.values === 0 ? 0 : Math.max(2, (night.values / most) * HEIGHT);
          return (
            <rect
              key={`${look} ${night.day}`}
              x={i * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
              className={look}
            >
              <title>{`${longDay(night.day, words)}: ${words.number(night.values)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="flex justify-between gap-2 pt-1 pb-3 text-[12px] text-ink-3">
        {view.went[0] === undefined ? null : <span>{longDay(view.went[0].day, words)}</span>}
        <span className="text-brick">{words.t("retention.nights.tonight", { count: view.goes[0]?.values ?? 0 })}</span>
        <span>{longDay(nights.at(-1)?.night.day ?? "", words)}</span>
      </figcaption>
    </figure>
  );
}

function NightTable({ view }: { view: RetentionView }) {
  const words = useWords();
  const rows = [
    ...view.went.map((night) => ({ night, goes: false })),
    ...view.goes.map((night) => ({ night, goes: true })),
  ].filter(({ night }) => night.values > 0);
  return (
    <table className="w-full">
      <caption className="sr-only">{words.t("retention.nights")}</caption>
      <thead>
        <tr className="text-left text-[11.5px] text-ink-3">
          <th scope="col" className="px-3.5 py-2 font-semibold">
            {words.t("retention.nights.night")}
          </th>
          <th scope="col" className="px-3.5 py-2 text-right font-semibold">
            {words.t("retention.nights.values")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ night, goes }) => (
          <tr key={`${night.day} ${goes}`} className="border-t border-line">
            <td className="px-3.5 py-1.5">
              {longDay(night.day, words)}{" "}
              <span className="text-ink-2">{words.t(goes ? "retention.nights.goes" : "retention.nights.went")}</span>
            </td>
            <td className="px-3.5 py-1.5 text-right tabular-nums">{words.number(night.values)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
