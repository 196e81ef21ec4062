"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../../../_trpc/client.ts";
import { Button } from "../../../../_ui/button.tsx";
import { GuardedPage } from "../../../../_ui/company-page.tsx";
import { TurnPages } from "../../../../_ui/pager.tsx";
import { Panel } from "../../../../_ui/panel.tsx";
import { Sheet } from "../../../../_ui/sheet.tsx";
import { Answer, EmptyState, Said } from "../../../../_ui/states.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../../_ui/viewer.tsx";
import { RawWorks } from "./raw-works.tsx";
import { RecordDays } from "./record-days.tsx";
import { ReplayForm } from "./replay-form.tsx";
import { VerifyForm } from "./verify-form.tsx";
import type { Period, RawList } from "./views.ts";

/** The raw records of a source by day of call: how many, who read them, until when, and what can be done with them. */
export function RecordsPage({ sourceId }: { sourceId: number }) {
  const words = useWords();
  const [turned, setTurned] = useState<readonly string[]>([]);
  const before = turned.at(-1);
  const maySee = useMay("source.see");
  const hasCompany = useViewer().company !== null;
  const query = useQuery({
    queryKey: ["raw", "list", sourceId, before],
    queryFn: () => api.raw.list.query({ sourceId, ...(before === undefined ? {} : { before }) }),
    enabled: maySee && hasCompany && sourceId > 0,
    // Turning a page closes no form.
    placeholderData: keepPreviousData,
  });
  return (
    <GuardedPage
      title={words.t("raw.title")}
      lead={words.t("raw.lead")}
      permission="source.see"
      actions={
        <Link
          href={sourceId === 0 ? "/sources" : `/sources/${sourceId}`}
          prefetch={false}
          className="text-pine underline underline-offset-3"
        >
          {query.data?.source.name ?? words.t("sources.back")}
        </Link>
      }
    >
      {sourceId === 0 ? (
        <Said title={words.t("sources.page.gone")} />
      ) : (
        <Answer query={query}>
          {(list) => (
            <Records
              list={list}
              turned={turned}
              busy={query.isPlaceholderData}
              go={setTurned}
              changed={() => void query.refetch()}
            />
          )}
        </Answer>
      )}
    </GuardedPage>
  );
}

interface RecordsProps {
  readonly list: RawList;
  readonly turned: readonly string[];
  readonly busy: boolean;
  readonly go: (turned: readonly string[]) => void;
  readonly changed: () => void;
}

function Records({ list, turned, busy, go, changed }: RecordsProps) {
  const words = useWords();
  const mayVerify = useMay("undefined.see");
  const mayReplay = useMay("undefined.change");
  const [open, setOpen] = useState<"verify" | "replay" | null>(null);
  const close = () => setOpen(null);
  const { days, source } = list;
  const period: Period = { from: days.at(-1)?.day ?? list.today, to: days[0]?.day ?? list.today };
  const form = { sourceId: source.id, period, close, changed };
  return (
    <div className="grid gap-4">
      <div className={`grid items-start gap-4 ${open ? "xl:grid-cols-[minmax(0,1fr)_minmax(0,460px)]" : ""}`}>
        <Sheet
          title={words.t("raw.days")}
          actions={
            days.length === 0 ? null : (
              <>
                {mayVerify ? <Button onClick={() => setOpen("verify")}>{words.t("raw.do.verify")}</Button> : null}
                {mayReplay ? <Button onClick={() => setOpen("replay")}>{words.t("raw.do.replay")}</Button> : null}
              </>
            )
          }
        >
          {days.length === 0 ? (
            <EmptyState title={words.t("raw.empty")} why={words.t("raw.empty.help")} />
          ) : (
            <RecordDays days={days} isPart={turned.length > 0 || list.next !== null} />
          )}
          <TurnPages turned={turned} next={list.next} busy={busy} go={go} />
        </Sheet>
        {open === null ? null : (
          <Panel title={words.t(open === "verify" ? "raw.verify" : "raw.replay")} close={close}>
            {open === "verify" ? <VerifyForm {...form} /> : <ReplayForm {...form} />}
          </Panel>
        )}
      </div>
      <RawWorks sourceId={source.id} changed={changed} />
    </div>
  );
}
