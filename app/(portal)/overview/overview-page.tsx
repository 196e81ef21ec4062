"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { FirstRun } from "../../_ui/first-run/first-run.tsx";
import { ReportsNote } from "../../_ui/role-note.tsx";
import { Answer } from "../../_ui/states.tsx";
import { dayOf } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { tonightOf } from "../retention/near-nights.ts";
import { Alarms } from "./alarms.tsx";
import { CompaniesNow } from "./companies-now.tsx";
import { ExposureNow } from "./exposure.tsx";
import { Figures } from "./figures.tsx";
import { Goes } from "./goes.tsx";
import { Oldest } from "./oldest.tsx";
import { SourcesNow } from "./sources-now.tsx";
import { Traffic } from "./traffic.tsx";
import { UnderWay } from "./under-way.tsx";
import { LIVE_MS, useRules } from "./use-overview.ts";

/** What each profile comes for, from what it may see anyway: no figure here has a right of its own. */
export function OverviewPage() {
  const words = useWords();
  const { company, manyCompanies } = useViewer();
  const seesRules = useMay("retention.see");
  return (
    <GuardedPage
      title={words.t("overview.title")}
      lead={words.t(seesRules ? "overview.lead" : "overview.lead.traffic")}
      permission="overview.see"
      company={false}
    >
      <div className="grid gap-4">
        <FirstRun />
        {company === null ? null : <CompanyNow />}
        {manyCompanies ? <CompaniesNow /> : null}
      </div>
      <ReportsNote />
    </GuardedPage>
  );
}

function CompanyNow() {
  const { company } = useViewer();
  const query = useQuery({
    queryKey: ["overview"],
    queryFn: () => api.overview.company.query(),
    refetchInterval: LIVE_MS,
  });
  const seesRules = useMay("retention.see");
  const seesCopies = useMay("copies.see");
  const rules = useRules(seesRules);
  return (
    <>
      <Figures />
      <Answer query={query}>
        {({ alarms, days, sources, sourcesRunning }) => (
          <>
            <Alarms alarms={alarms} />
            <Traffic days={days} />
            {sources === null ? null : <SourcesNow sources={sources} running={sourcesRunning} />}
          </>
        )}
      </Answer>
      {seesRules ? (
        <Answer query={rules}>
          {(view) => (
            <div className="grid gap-4 lg:grid-cols-2">
              <Goes night={tonightOf(view.goes, dayOf(new Date(), company?.timeZone ?? "UTC"))} />
              <Oldest rules={view.rules} />
            </div>
          )}
        </Answer>
      ) : null}
      {seesCopies ? <ExposureNow /> : null}
      <UnderWay />
    </>
  );
}
