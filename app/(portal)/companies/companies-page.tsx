"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useDeferredValue, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Pager, usePageWithin } from "../../_ui/pager.tsx";
import { partOf } from "../../_ui/pages.ts";
import { Panel } from "../../_ui/panel.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState, FilteredOut } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { companyColumns } from "./company-columns.tsx";
import { CompanyForm } from "./company-form.tsx";

export type CompanyView = inferRouterOutputs<AppRouter>["companies"]["find"]["companies"][number];

const PAGE_ROWS = 50;

export function CompaniesPage() {
  const words = useWords();
  const mayChange = useMay("company.change");
  const [panel, setPanel] = useState<CompanyView | "new" | null>(null);
  const actions = mayChange ? (
    <Button kind="main" aria-expanded={panel === "new"} onClick={() => setPanel(panel === "new" ? null : "new")}>
      {words.t("companies.add")}
    </Button>
  ) : null;
  return (
    <GuardedPage
      title={words.t("companies.title")}
      lead={words.t("companies.lead")}
      permission="company.see"
      company={false}
      actions={actions}
    >
      <Companies panel={panel} setPanel={setPanel} />
    </GuardedPage>
  );
}

interface CompaniesProps {
  readonly panel: CompanyView | "new" | null;
  readonly setPanel: (next: CompanyView | "new" | null) => void;
}

function Companies({ panel, setPanel }: CompaniesProps) {
  const words = useWords();
  const viewer = useViewer();
  const mayChange = useMay("company.change");
  const [text, setText] = useState("");
  const [page, setPage] = useState(0);
  const sought = useDeferredValue(text);
  const query = useQuery({
    queryKey: ["companies", "find", sought, page],
    queryFn: () => api.companies.find.query({ text: sought, skip: page * PAGE_ROWS, limit: PAGE_ROWS }),
    placeholderData: keepPreviousData,
  });
  usePageWithin(page, PAGE_ROWS, query.data?.found ?? null, setPage);
  const chosen = viewer.company?.id ?? null;
  const columns = useMemo(
    () => companyColumns(words, chosen, viewer.manyCompanies, mayChange ? setPanel : null),
    [words, chosen, viewer.manyCompanies, mayChange, setPanel],
  );
  const search = (next: string) => {
    setText(next);
    setPage(0);
  };
  const close = () => setPanel(null);
  const saved = () => {
    close();
    void query.refetch();
  };
  return (
    <div className={`grid items-start gap-4 ${panel === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
      <Sheet label={words.t("companies.title")}>
        <Answer query={query}>
          {({ companies, found, total }) =>
            total === 0 ? (
              <EmptyState title={words.t("companies.empty")} why={words.t("companies.empty.help")} />
            ) : (
              <>
                {total > 1 ? <Search text={text} change={search} found={found} /> : null}
                {found === 0 ? (
                  <FilteredOut clear={() => search("")} />
                ) : (
                  <SortedTable
                    columns={columns}
                    rows={companies}
                    rowId={(company) => String(company.id)}
                    caption={words.t("companies.title")}
                    isPart={found > PAGE_ROWS}
                    sort={{ id: "name", desc: false }}
                  />
                )}
                <Pager part={partOf(page, PAGE_ROWS, found)} of={found} size={PAGE_ROWS} go={setPage} />
              </>
            )
          }
        </Answer>
      </Sheet>
      {panel === null ? null : (
        <Panel
          key={panel === "new" ? "new" : panel.id}
          title={panel === "new" ? words.t("companies.add") : words.t("companies.change", { name: panel.name })}
          close={close}
        >
          <CompanyForm {...(panel === "new" ? {} : { company: panel })} close={close} saved={saved} />
        </Panel>
      )}
    </div>
  );
}

function Search({ text, change, found }: { text: string; change: (next: string) => void; found: number }) {
  const words = useWords();
  return (
    <search className="flex flex-wrap items-end gap-3 border-b border-line px-3 py-2">
      <div className="w-full md:w-72">
        <TextField
          id="companies-text"
          label={words.t("companies.search")}
          value={text}
          maxLength={120}
          onChange={(event) => change(event.target.value)}
        />
      </div>
      <span role="status" className="pb-1.5 text-ink-2">
        {words.t("companies.found", { count: found })}
      </span>
    </search>
  );
}
