"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { Canary } from "../../copies/canary.tsx";
import { InNoStore } from "../../copies/in-no-store.tsx";
import { Leak } from "../../copies/leak.tsx";
import { Register } from "../../copies/register.tsx";
import { Thief } from "../../copies/thief.tsx";
import { Parts } from "../parts.tsx";

type Installation = inferRouterOutputs<AppRouter>["copies"]["installation"];
type Worst = Installation["ages"]["worst"][number];

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Stores, ages and sums of the installation; of no single company. */
export function InstallationCopiesPage() {
  const words = useWords();
  const query = useQuery({ queryKey: ["copies", "installation"], queryFn: () => api.copies.installation.query() });
  return (
    <GuardedPage
      title={words.t("copies.title")}
      lead={words.t("copies.operator.lead")}
      permission="maintenance.run"
      company={false}
    >
      <Parts />
      <Answer query={query}>{(view) => <View view={view} />}</Answer>
    </GuardedPage>
  );
}

function View({ view: { stores, ages, exposure, nights, unclassified, lookedAt } }: { view: Installation }) {
  const words = useWords();
  return (
    <div className="grid gap-4">
      <InNoStore names={unclassified.map(({ name }) => name)} />
      <Ages ages={ages} />
      {exposure === null ? (
        <Sheet title={words.t("copies.leak")}>
          <Said title={words.t("copies.leak.none")} />
        </Sheet>
      ) : (
        <>
          <Leak
            exposure={exposure}
            line={[]}
            note={words.t("copies.leak.sums", {
              count: exposure.companies,
              time: shortTime(exposure.measuredAt, ZONE),
            })}
          />
          <Thief exposure={exposure} />
        </>
      )}
      <Canary nights={nights} zone={ZONE} />
      <Register stores={stores} lookedAt={lookedAt} zone={ZONE} counts={false} />
    </div>
  );
}

function Ages({ ages }: { ages: Installation["ages"] }) {
  const words = useWords();
  const columns = useMemo(() => ageColumns(words), [words]);
  const { looked, companies, late, worst } = ages;
  return (
    <Sheet title={words.t("copies.oldest")}>
      <p className="max-w-3xl px-3.5 py-3 text-ink-2">{words.t("copies.ages.looked", { looked, companies, late })}</p>
      {worst.length === 0 ? null : (
        <SortedTable
          columns={columns}
          rows={worst}
          rowId={(row) => `${row.product} ${row.class}`}
          caption={words.t("copies.oldest")}
          sort={{ id: "age", desc: true }}
        />
      )}
    </Sheet>
  );
}

function ageColumns(words: Words): Columns<Worst> {
  const head = (of: "product" | "class" | "age" | "state") => ({
    header: words.t(`copies.oldest.${of}`),
    meta: { label: words.t(`copies.oldest.${of}`) },
  });
  return [
    { id: "product", accessorFn: (row) => words.t(`product.${row.product}`), ...head("product") },
    { id: "class", accessorFn: (row) => words.t(`class.${row.class}`), ...head("class") },
    {
      id: "age",
      accessorKey: "ageDays",
      ...head("age"),
      cell: ({ row }) => words.t("copies.oldest.days", { count: row.original.ageDays }),
    },
    {
      id: "state",
      accessorKey: "excessDays",
      ...head("state"),
      cell: ({ row: { original } }) =>
        original.excessDays > 0 ? (
          <Tag tone="bad">{words.t("copies.oldest.beyond", { count: original.excessDays })}</Tag>
        ) : (
          <Tag tone="ok">{words.t("copies.oldest.ok")}</Tag>
        ),
    },
  ];
}
