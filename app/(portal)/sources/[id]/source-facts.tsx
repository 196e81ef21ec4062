"use client";
import Link from "next/link";
import { ServerSentence } from "../../../_ui/failure.tsx";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { ago, shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { SecurityTags } from "../security-tags.tsx";
import { whereOf } from "../source-words.ts";
import { StateTag } from "../state-tag.tsx";
import type { SourcePageView } from "./source-page.tsx";

/** How a source stands: its state, what hinders it, and the figures of the last day. */
export function SourceFacts({ view }: { view: SourcePageView }) {
  const words = useWords();
  const { source } = view;
  return (
    <Sheet title={words.t("sources.page.state")} padded>
      <div className="grid gap-3">
        {source.advice === null ? null : <Told source={source} />}
        <div className="grid items-start gap-x-8 gap-y-3 md:grid-cols-2">
          <Standing view={view} />
          <Amounts view={view} />
        </div>
        <SecurityTags label={source.label} transport={source.transport} told />
        <p className="font-mono text-[12.5px] break-all text-ink-2">{whereOf(source)}</p>
        <p>
          <Link
            href={`/processing/undefined?source=${source.id}`}
            prefetch={false}
            className="text-pine underline underline-offset-3"
          >
            {words.t("undefined.ofSource")}
          </Link>
          <Link
            href={`/sources/${source.id}/records`}
            prefetch={false}
            className="ml-4 text-pine underline underline-offset-3"
          >
            {words.t("raw.link")}
          </Link>
        </p>
      </div>
    </Sheet>
  );
}

function Told({ source }: { source: SourcePageView["source"] }) {
  const words = useWords();
  if (source.problem === "pin-changed")
    return (
      <div role="alert" className="rounded-md bg-brick-soft px-3 py-2">
        <p className="font-semibold">{words.t("sources.page.changedKey")}</p>
        <p>{words.t("sources.page.changedKey.help")}</p>
      </div>
    );
  return (
    <div className={`grid gap-1 rounded-md px-3 py-2 ${source.warning === null ? "bg-brick-soft" : "bg-amber-soft"}`}>
      <p>
        <ServerSentence text={source.advice ?? ""} />
      </p>
      <p className="text-ink-2">
        {words.t(source.warning === null ? "sources.page.triedAgain" : "sources.page.goesOn")}
      </p>
    </div>
  );
}

function Standing({ view: { source, at } }: { view: SourcePageView }) {
  const words = useWords();
  const { edge } = source;
  const place = edge === null ? words.t("sources.place.here") : words.t("sources.place.edge", { name: edge.name });
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <Facts>
      <Fact name={words.t("sources.column.state")}>
        <StateTag state={source.state} isWarned={source.warning !== null} />
      </Fact>
      <Fact name={words.t("sources.since")}>{shortTime(source.stateSince, zone)}</Fact>
      <Fact name={words.t("sources.place")}>
        {edge?.isRevoked ? `${place} (${words.t("edges.state.revoked")})` : place}
      </Fact>
      <Fact name={words.t("sources.page.held")}>
        {source.heldBy?.split("/")[0] ?? words.t("sources.page.held.none")}
      </Fact>
      <Fact name={words.t("sources.column.last")}>
        {source.lastSeenAt === null ? words.t("time.never") : ago(source.lastSeenAt, at, words)}
      </Fact>
      <Fact name={words.t("sources.way")}>{words.known(`transport.${source.transport}`) ?? source.transport}</Fact>
      <Fact name={words.t("sources.driver")}>{source.driver}</Fact>
      {source.layoutId === null ? null : (
        <Fact name={words.t("sources.readWith")}>
          <Link
            className="text-pine underline underline-offset-3"
            prefetch={false}
            href={`/processing/layouts?layout=${source.layoutId}`}
          >
            {words.t("layouts.version", { version: source.layoutVersion ?? 1 })}
          </Link>
        </Fact>
      )}
      <Fact name={words.t("sources.page.credentials")}>
        {source.credentials.length === 0
          ? words.t("sources.page.credentials.none")
          : source.credentials.map((name) => words.known(`transport.${source.transport}.${name}`) ?? name).join(", ")}
      </Fact>
    </Facts>
  );
}

function Amounts({ view }: { view: SourcePageView }) {
  const words = useWords();
  const { at, inbox, records, undefinedLines } = view;
  const moment = (instant: Date | null) => (instant === null ? words.t("time.never") : ago(instant, at, words));
  const lines = records + undefinedLines;
  const percent = lines === 0 ? 0 : Math.round((undefinedLines / lines) * 1000) / 10;
  const share = words.t("sources.page.share.of", { percent, count: undefinedLines });
  const recent = (view.rate.at(-1)?.records ?? 0) + (view.rate.at(-2)?.records ?? 0);
  const minutes = view.stepMinutes + (at.getTime() - (view.rate.at(-1)?.at.getTime() ?? at.getTime())) / 60_000;
  return (
    <Facts>
      <Fact name={words.t("sources.page.collected")}>{moment(view.collectedAt)}</Fact>
      <Fact name={words.t("sources.page.stored")}>{moment(view.storedAt)}</Fact>
      <Fact name={words.t("sources.page.rate")}>{words.number(rounded(recent / Math.max(1, minutes)))}</Fact>
      <Fact name={words.t("sources.page.lag")}>
        {inbox.since === null ? words.t("sources.page.lag.none") : ago(inbox.since, at, words)}
      </Fact>
      <Fact name={words.t("sources.page.inbox")}>{words.number(inbox.frames)}</Fact>
      <Fact name={words.t("sources.page.parts")}>{words.number(view.partsWaiting)}</Fact>
      <Fact name={words.t("sources.column.records")}>{words.number(records)}</Fact>
      <Fact name={words.t("sources.page.share")}>{undefinedLines === 0 ? share : <Tag tone="warn">{share}</Tag>}</Fact>
    </Facts>
  );
}

function rounded(rate: number): number {
  return rate >= 10 ? Math.round(rate) : Math.round(rate * 100) / 100;
}
