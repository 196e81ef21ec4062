"use client";
import { FigureCard } from "../../_ui/figure-card.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { DETAILS, OUTCOMES } from "./outcomes.ts";
import type { Statistics } from "./statistics-page.tsx";

type Total = Statistics["total"];

/** The figures of the period, and that every frame became something. */
export function Accounted({ total }: { total: Total }) {
  const words = useWords();
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <FigureCard big={words.number(total.frames)} text={words.t("statistics.frames")} />
        <FigureCard big={words.number(total.records)} text={words.t("statistics.records")} />
        <FigureCard big={percent(total.undefinedPercent, words)} text={words.t("statistics.undefinedPercent")} />
        <FigureCard big={percent(total.apartPercent, words)} text={words.t("statistics.apartPercent")} />
      </div>
      <Sheet title={words.t("statistics.accounted")} actions={<Verdict missing={total.missing} />}>
        <dl className="flex flex-wrap items-end gap-x-4 gap-y-3 px-3.5 py-3">
          <Term name={words.t("statistics.frames")} value={total.frames} words={words} />
          {total.further > 0 ? (
            <Term sign="+" name={words.t("statistics.further")} value={total.further} words={words} />
          ) : null}
          {OUTCOMES.filter(({ key }) => key === "records" || total[key] !== 0).map(({ key }, at) => (
            <Term
              key={key}
              sign={at === 0 ? "=" : "+"}
              name={words.t(`statistics.${key}`)}
              value={total[key]}
              words={words}
            />
          ))}
        </dl>
        <p className="px-3.5 pb-3 text-[12.5px] text-ink-2">
          {total.missing === 0
            ? words.t("statistics.accounted.help")
            : words.t("statistics.missing.help", { count: total.missing })}
        </p>
        <dl className="grid gap-x-6 gap-y-1 border-t border-line px-3.5 py-3 sm:grid-cols-2 lg:grid-cols-3">
          {DETAILS.map((key) => (
            <div key={key} className="flex justify-between gap-3">
              <dt className="text-ink-2">{words.t(`statistics.${key}`)}</dt>
              <dd className="tabular-nums">{words.number(total[key])}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
    </>
  );
}

export function Verdict({ missing }: { missing: number }) {
  const words = useWords();
  return missing === 0 ? (
    <Tag tone="ok">✓ {words.t("statistics.whole")}</Tag>
  ) : (
    <Tag tone="bad">{words.t("statistics.missing", { count: missing })}</Tag>
  );
}

/** The sign is drawn and not said: the list says by itself what belongs together. */
function Term({ sign, name, value, words }: { sign?: string; name: string; value: number; words: Words }) {
  const drawn = "before:mr-1.5 before:font-normal before:text-ink-3 before:content-[attr(data-sign)]";
  return (
    <div>
      <dt className={`text-[11.5px] text-ink-2 ${sign === undefined ? "" : "pl-[15px]"}`}>{name}</dt>
      <dd className={`font-semibold tabular-nums ${sign === undefined ? "" : drawn}`} data-sign={sign}>
        {words.number(value)}
      </dd>
    </div>
  );
}

/** "1.4 %", a dash where there is nothing to have a share in. */
export function percent(value: number | null, words: Words): string {
  return value === null ? "–" : words.t("statistics.percent", { percent: value });
}
