"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { AddCompany } from "./add-company.tsx";

type Company = inferRouterOutputs<AppRouter>["companies"]["list"][number];

export function CompaniesPage() {
  const words = useWords();
  const viewer = useViewer();
  const [adding, setAdding] = useState(false);
  const mayAdd = viewer.profile === "reseller";
  const actions = mayAdd ? (
    <Button kind="main" aria-expanded={adding} onClick={() => setAdding(!adding)}>
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
      <Companies adding={adding} close={() => setAdding(false)} />
    </GuardedPage>
  );
}

function Companies({ adding, close }: { adding: boolean; close: () => void }) {
  const words = useWords();
  const viewer = useViewer();
  const chosen = viewer.company?.id ?? null;
  const query = useQuery({ queryKey: ["companies"], queryFn: () => api.companies.list.query() });
  const columns = useMemo(
    () => companyColumns(words, chosen, viewer.manyCompanies),
    [words, chosen, viewer.manyCompanies],
  );
  return (
    <div className={`grid items-start gap-4 ${adding ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
      <Sheet label={words.t("companies.title")}>
        <Answer query={query}>
          {(list) =>
            list.length === 0 ? (
              <Said title={words.t("companies.empty")}>{words.t("companies.empty.help")}</Said>
            ) : (
              <SortedTable
                columns={columns}
                rows={list}
                rowId={(company) => String(company.id)}
                caption={words.t("companies.title")}
                sort={{ id: "name", desc: false }}
              />
            )
          }
        </Answer>
      </Sheet>
      {adding ? (
        <AddCompany
          close={close}
          added={() => {
            close();
            void query.refetch();
          }}
        />
      ) : null}
    </div>
  );
}

function companyColumns(words: Words, chosen: number | null, many: boolean): Columns<Company> {
  const columns: Columns<Company> = [
    {
      accessorKey: "name",
      meta: { label: words.t("companies.column.name") },
      header: words.t("companies.column.name"),
      cell: ({ row }) => <b className="font-semibold">{row.original.name}</b>,
    },
    {
      accessorKey: "slug",
      meta: { label: words.t("companies.column.slug"), look: "mono" },
      header: words.t("companies.column.slug"),
    },
    {
      accessorKey: "kind",
      meta: { label: words.t("companies.column.kind") },
      header: words.t("companies.column.kind"),
      cell: ({ row }) => words.t(`companies.kind.${row.original.kind}`),
    },
    {
      accessorKey: "timeZone",
      meta: { label: words.t("companies.column.zone"), look: "soft" },
      header: words.t("companies.column.zone"),
    },
  ];
  if (!many) return columns;
  const choose: Columns<Company>[number] = {
    id: "choose",
    enableSorting: false,
    meta: { label: words.t("companies.column.actions") },
    header: words.t("companies.column.actions"),
    cell: ({ row: { original: company } }) =>
      company.id === chosen ? <Tag tone="ok">{words.t("companies.chosen")}</Tag> : <Choose company={company} />,
  };
  return [...columns, choose];
}

/** Another company is another portal: the page is loaded anew, so that nothing of the one before stays in memory. */
function Choose({ company }: { company: Company }) {
  const words = useWords();
  const choose = useMutation({
    mutationFn: () => api.companies.choose.mutate({ companyId: company.id }),
    onSuccess: () => globalThis.location.assign("/overview"),
  });
  return (
    <div className="grid gap-1 py-1">
      <Button
        disabled={choose.isPending}
        aria-label={`${words.t("companies.choose")}: ${company.name}`}
        onClick={() => choose.mutate()}
      >
        {words.t("companies.choose")}
      </Button>
      {choose.isError ? (
        <div role="alert" className="text-brick">
          <FailureText error={choose.error} />
        </div>
      ) : null}
    </div>
  );
}
