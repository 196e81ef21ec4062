"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { localTime } from "../local-time.ts";
import { Parts } from "../parts.tsx";
import { Commands } from "./commands.tsx";
import { Hours } from "./hours.tsx";
import { JobPanel } from "./job-panel.tsx";
import { JobTable } from "./job-table.tsx";
import { Keeping } from "./keeping.tsx";
import { Runs } from "./runs.tsx";
import { titleOf } from "./words.ts";

export type Jobs = inferRouterOutputs<AppRouter>["maintenance"]["jobs"];
export type Job = Jobs["jobs"][number];

const ASK_MS = 4_000;

export function JobsPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("jobs.title")} lead={words.t("jobs.lead")} permission="maintenance.run" company={false}>
      <Parts />
      <Scheduler />
    </GuardedPage>
  );
}

function Scheduler() {
  const words = useWords();
  const [chosen, choose] = useState<Job["name"] | null>(null);
  const query = useQuery({
    queryKey: ["maintenance", "jobs"],
    queryFn: () => api.maintenance.jobs.query(),
    refetchInterval: ASK_MS,
  });
  const again = () => void query.refetch();
  return (
    <Answer query={query}>
      {(jobs) => {
        const open = jobs.jobs.find((job) => job.name === chosen) ?? null;
        return (
          <div className="grid gap-4">
            <StandStill jobs={jobs.jobs} />
            {jobs.installed ? null : (
              <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{words.t("jobs.notInstalled")}</p>
            )}
            <div className={open === null ? "" : "grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]"}>
              <Sheet label={words.t("jobs.title")}>
                <JobTable jobs={jobs.jobs} chosen={chosen} choose={choose} />
              </Sheet>
              {open === null ? null : (
                <JobPanel key={open.name} job={open} close={() => choose(null)} changed={again} />
              )}
            </div>
            <Hours hours={jobs.hours} />
            <Runs name={chosen} />
            <Keeping keeping={jobs.keeping} changed={again} />
            <Commands commands={jobs.commands} />
          </div>
        );
      }}
    </Answer>
  );
}

/** A paused sweep is no detail: what was promised does not happen meanwhile. */
function StandStill({ jobs }: { jobs: readonly Job[] }) {
  const words = useWords();
  const still = jobs.filter((job) => job.promise && job.pause !== null);
  if (still.length === 0) return null;
  return (
    <div role="alert" className="rounded-md bg-brick-soft px-3 py-2 text-brick">
      <p className="font-semibold">{words.t("jobs.stands", { count: still.length })}</p>
      {still.map(({ name, pause }) =>
        pause === null ? null : (
          <p key={name}>
            {words.t("jobs.stands.until", { job: titleOf(name, words), until: localTime(pause.pausedUntil) })}
          </p>
        ),
      )}
    </div>
  );
}
