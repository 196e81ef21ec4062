"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { api } from "../../_trpc/client.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { isOver } from "../data/erase-progress.tsx";
import { isRunning } from "../exports/export-progress.tsx";
import { Card } from "../retention/cards.tsx";
import { dayCounts, useTransfers } from "../sources/day-counts.ts";

const LIVE_MS = 10_000;
/** Profiles whose figures come with a later part of the portal. */
const NOTHING: ReadonlySet<string> = new Set(["supervisor"]);

/** What each profile comes for, from what it may see anyway: no figure here has a right of its own. */
export function OverviewPage() {
  const words = useWords();
  const { company, manyCompanies, profile } = useViewer();
  return (
    <GuardedPage
      title={words.t("overview.title")}
      lead={words.t("overview.lead")}
      permission="overview.see"
      company={false}
    >
      <div className="grid gap-4">
        {company === null ? null : <Figures />}
        {company === null ? null : <SourcesNow />}
        {NOTHING.has(profile) ? (
          <Said title={words.t("overview.nothing")}>{words.t("overview.nothing.help")}</Said>
        ) : null}
        {manyCompanies ? <CompaniesNow chosen={company !== null} /> : null}
      </div>
    </GuardedPage>
  );
}

function Figures() {
  const words = useWords();
  const seesRules = useMay("retention.see");
  const seesExports = useMay("data.export");
  const seesErasures = useMay("certificate.see");
  const rules = useQuery({ queryKey: ["retention"], enabled: seesRules, queryFn: () => api.retention.show.query() });
  const exports = useQuery({
    queryKey: ["exports"],
    enabled: seesExports,
    queryFn: () => api.exports.list.query(),
    refetchInterval: LIVE_MS,
  });
  const erasures = useQuery({
    queryKey: ["erasures"],
    enabled: seesErasures,
    queryFn: () => api.erasures.list.query(),
    refetchInterval: LIVE_MS,
  });
  const figure = (value: number | undefined) => (value === undefined ? "–" : words.number(value));
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {seesRules ? (
        <>
          <LinkCard href="/retention" big={figure(rules.data?.goes[0]?.values)} text={words.t("overview.tonight")} />
          <LinkCard
            href="/retention"
            big={figure(rules.data?.went.at(-1)?.values)}
            text={words.t("overview.lastNight")}
          />
        </>
      ) : null}
      {seesExports ? (
        <LinkCard
          href="/exports"
          big={figure(exports.data?.filter((one) => isRunning(one.state)).length)}
          text={words.t("overview.exports")}
        />
      ) : null}
      {seesErasures ? (
        <LinkCard
          href="/certificates"
          big={figure(erasures.data?.filter((one) => !isOver(one.state)).length)}
          text={words.t("overview.erasures")}
        />
      ) : null}
    </div>
  );
}

function LinkCard({ href, big, text }: { href: string; big: string; text: string }): ReactNode {
  return (
    <Link href={href} prefetch={false} className="rounded-lg hover:[&>div]:border-pine">
      <Card big={big} text={text} />
    </Link>
  );
}

const TONES = { running: "ok", stopped: "plain", failed: "bad" } as const;

function SourcesNow() {
  const words = useWords();
  const sees = useMay("source.see");
  const query = useQuery({
    queryKey: ["sources"],
    enabled: sees,
    queryFn: () => api.sources.list.query(),
    refetchInterval: LIVE_MS,
  });
  const transfers = useTransfers(sees);
  const counts = useMemo(() => dayCounts(transfers.data, new Date()), [transfers.data]);
  if (!sees) return null;
  const running = query.data?.filter((source) => source.state === "running").length ?? 0;
  const state =
    query.data === undefined ? null : (
      <Tag>{words.t("overview.sources.running", { running, total: query.data.length })}</Tag>
    );
  return (
    <Sheet title={words.t("overview.sources")} actions={state}>
      <Answer query={query}>
        {(list) =>
          list.length === 0 ? (
            <Said title={words.t("sources.empty")}>{words.t("sources.empty.help")}</Said>
          ) : (
            <ul>
              {list.map((source) => (
                <li
                  key={source.id}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3.5 py-2 last:border-b-0"
                >
                  <b className="font-semibold">{source.name}</b>
                  <Tag tone={TONES[source.state]}>{words.t(`sources.state.${source.state}`)}</Tag>
                  {(counts.get(source.id)?.undefinedLines ?? 0) > 0 ? (
                    <Tag tone="warn">
                      {words.t("overview.undefined")}: {words.number(counts.get(source.id)?.undefinedLines ?? 0)}
                    </Tag>
                  ) : null}
                  <span className="ml-auto text-ink-2">
                    {words.t("overview.records")}:{" "}
                    <b className="font-semibold text-ink tabular-nums">
                      {words.number(counts.get(source.id)?.records ?? 0)}
                    </b>
                    {source.lastSeenAt === null ? "" : `, ${ago(source.lastSeenAt, new Date(), words)}`}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Sheet>
  );
}

function CompaniesNow({ chosen }: { chosen: boolean }) {
  const words = useWords();
  const query = useQuery({ queryKey: ["companies"], queryFn: () => api.companies.list.query() });
  return (
    <Sheet title={words.t("overview.companies")}>
      <Answer query={query}>
        {(list) => (
          <Said
            title={words.number(list.length)}
            action={
              <Link href="/companies" prefetch={false} className="font-semibold text-pine underline underline-offset-3">
                {words.t("nav.companies")}
              </Link>
            }
          >
            {chosen ? null : words.t("overview.choose")}
          </Said>
        )}
      </Answer>
    </Sheet>
  );
}
