"use client";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { CompanyView } from "./companies-page.tsx";

/** `edit` is null for who may not change companies. */
export function companyColumns(
  words: Words,
  chosen: number | null,
  many: boolean,
  edit: ((company: CompanyView) => void) | null,
): Columns<CompanyView> {
  const columns: Columns<CompanyView> = [
    {
      accessorKey: "name",
      meta: { label: words.t("companies.column.name") },
      header: words.t("companies.column.name"),
      cell: ({ row: { original: company } }) => (
        <span>
          <b className="font-semibold">{company.name}</b>{" "}
          {company.demo ? <Tag tone="info">{words.t("companies.demo")}</Tag> : null}
        </span>
      ),
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
  const act: Columns<CompanyView>[number] = {
    id: "choose",
    enableSorting: false,
    meta: { label: words.t("companies.column.actions") },
    header: words.t("companies.column.actions"),
    cell: ({ row: { original: company } }) => (
      <div className="flex flex-wrap items-center gap-1.5 max-md:justify-end">
        {company.id === chosen ? <Tag tone="ok">{words.t("companies.chosen")}</Tag> : <Choose company={company} />}
        {edit === null ? null : (
          <Button aria-label={`${words.t("companies.edit")}: ${company.name}`} onClick={() => edit(company)}>
            {words.t("companies.edit")}
          </Button>
        )}
      </div>
    ),
  };
  return [...columns, act];
}

/** Another company is another portal: the page is loaded anew, so that nothing of the one before stays in memory. */
function Choose({ company }: { company: CompanyView }) {
  const words = useWords();
  const choose = useMutation({
    mutationFn: () => api.companies.choose.mutate({ companyId: company.id }),
    onSuccess: () => globalThis.location.assign("/overview"),
  });
  return (
    <>
      <Button
        disabled={choose.isPending}
        aria-label={`${words.t("companies.choose")}: ${company.name}`}
        onClick={() => choose.mutate()}
      >
        {words.t("companies.choose")}
      </Button>
      <Refusal error={choose.error} />
    </>
  );
}
