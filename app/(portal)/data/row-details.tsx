"use client";
import { Fact, Facts, Panel } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { clockTime, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { CaseTags } from "./case-tags.tsx";
import { Correct } from "./correct-form.tsx";
import { ErasedOn, lasted } from "./hit-columns.tsx";
import { Quality } from "./quality.tsx";
import { MarkOne } from "./mark-form.tsx";
import { Reveal } from "./reveal.tsx";
import { apartText, categoryText, costText, natureText, SortedTags } from "./sorted-tags.tsx";
import type { Hit } from "./use-search.ts";

/** Everything stored of one call: who took part, when each datum ends, where it came from, and what is gone and why. */
export function RowDetails({ hit, close, corrected }: { hit: Hit; close: () => void; corrected: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const parties = [hit, ...hit.otherParties];
  return (
    <Panel title={words.t("data.details.title", { date: clockTime(hit.date, zone) })} close={close}>
      <p className="flex flex-wrap gap-1.5">
        <CaseTags hit={hit} words={words} />
        <SortedTags hit={hit} words={words} />
      </p>
      {hit.kept === null ? null : (
        <p className="mt-1 text-ink-2">{words.t("holds.kept.by", { name: hit.kept.name })}</p>
      )}
      <h3 className="mt-2 mb-1 text-[12px] font-semibold text-ink-2">{words.t("data.details.people")}</h3>
      <ul className="grid gap-2">
        {parties.map((party) => (
          <li key={`${party.role} ${party.class} ${party.number}`} className="grid gap-0.5 border-b border-line pb-2">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-mono text-[13px]">
                <Reveal
                  hitId={hit.hitId}
                  role={party.role}
                  class={party.class}
                  number={party.number}
                  seen={party.seen}
                  restricted={party.restricted}
                />
              </span>
              <span className="text-ink-2">{words.t(`role.${party.role}`)}</span>
            </span>
            <span className="flex flex-wrap items-baseline justify-between gap-x-3 text-[12.5px] text-ink-2">
              <span>{words.t(`class.${party.class}`)}</span>
              <span>
                {words.t("data.details.ends")} <ErasedOn day={party.erasedOn} zone={zone} words={words} />
              </span>
            </span>
          </li>
        ))}
        {hit.gone.map((gone) => (
          <li key={`${gone.role} ${gone.class} gone`} className="flex flex-wrap justify-between gap-x-3 text-ink-3">
            <span className="border-b border-dashed border-line-strong">
              {words.t(`data.gone.${gone.why}`, { class: words.t(`class.${gone.class}`) })}
            </span>
            <span>{words.t(`role.${gone.role}`)}</span>
          </li>
        ))}
      </ul>
      <h3 className="mt-4 mb-1 text-[12px] font-semibold text-ink-2">{words.t("data.details.call")}</h3>
      <CallFacts hit={hit} />
      <Quality hitId={hit.hitId} />
      <h3 className="mt-4 mb-1 text-[12px] font-semibold text-ink-2">{words.t("class.raw")}</h3>
      <p className="text-ink-2">
        {!hit.raw.stored ? (
          words.t("data.details.raw.gone")
        ) : hit.raw.erasedOn === null ? (
          <Tag tone="bad">{words.t("time.never")}</Tag>
        ) : (
          words.t("data.details.raw.stored", { day: longDay(hit.raw.erasedOn, words) })
        )}
      </p>
      {hit.inParts ? <p className="mt-1 text-ink-2">{words.t("data.details.inParts")}</p> : null}
      <MarkOne hit={hit} marked={corrected} />
      <Correct hit={hit} corrected={corrected} />
    </Panel>
  );
}

function CallFacts({ hit }: { hit: Hit }) {
  const words = useWords();
  return (
    <Facts>
      <Fact name={words.t("data.column.source")}>{words.known(`kind.${hit.source.toLowerCase()}`) ?? hit.source}</Fact>
      <Fact name={words.t("data.filter.product")}>{words.t(`product.${hit.product}`)}</Fact>
      <Fact name={words.t("data.column.sourceName")}>{hit.sourceName}</Fact>
      {hit.direction === null ? null : (
        <Fact name={words.t("data.column.direction")}>{words.t(`direction.${hit.direction}`)}</Fact>
      )}
      {hit.disposition === null ? null : (
        <Fact name={words.t("data.details.outcome")}>{words.t(`disposition.${hit.disposition}`)}</Fact>
      )}
      {hit.extension === null || hit.extension === "" ? null : (
        <Fact name={words.t("data.details.extension")}>{hit.extension || words.t("seen.hidden")}</Fact>
      )}
      {hit.queue === null ? null : <Fact name={words.t("data.details.queue")}>{hit.queue}</Fact>}
      <Fact name={words.t("data.column.duration")}>{lasted(hit.durationSeconds)}</Fact>
      {hit.ringSeconds === null ? null : <Fact name={words.t("data.details.ring")}>{lasted(hit.ringSeconds)}</Fact>}
      {hit.costSeen === null ? null : <Fact name={words.t("sorted.fact.cost")}>{costText(hit, words)}</Fact>}
      {hit.nature === null ? null : <Fact name={words.t("sorted.fact.nature")}>{natureText(hit, words)}</Fact>}
      {hit.apart === null ? null : <Fact name={words.t("sorted.fact.apart")}>{apartText(hit, words)}</Fact>}
      {hit.category === null ? null : (
        <Fact name={words.t("sorted.fact.category")}>{categoryText(hit.category, words)}</Fact>
      )}
    </Facts>
  );
}
