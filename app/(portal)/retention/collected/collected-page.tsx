"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { FieldPanel } from "./field-panel.tsx";
import { GroundPanel } from "./ground-panel.tsx";
import { SsnSheet } from "./ssn-sheet.tsx";

export type CollectedView = inferRouterOutputs<AppRouter>["collected"]["show"];
export type FieldView = CollectedView["fields"][number];

/** What is collected of a company's calls, and how much is left at the door. Never a value. */
export function CollectedPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("collected.title")} lead={words.t("collected.lead")} permission="retention.see">
      <Collected />
    </GuardedPage>
  );
}

type Open = { readonly what: "ground" } | { readonly what: "field"; readonly field: FieldView } | null;

function Collected() {
  const query = useQuery({ queryKey: ["collected"], queryFn: () => api.collected.show.query() });
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const changed = () => {
    close();
    void query.refetch();
  };
  return (
    <Answer query={query}>
      {(view) => (
        <div className={`grid items-start gap-4 ${open === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
          <div className="grid gap-4">
            <SsnSheet view={view} change={() => setOpen({ what: "ground" })} />
            <Fields view={view} change={(field) => setOpen({ what: "field", field })} />
            <Dropped view={view} />
          </div>
          {open?.what === "ground" ? <GroundPanel view={view} close={close} changed={changed} /> : null}
          {open?.what === "field" ? (
            <FieldPanel key={open.field.field} field={open.field} close={close} changed={changed} />
          ) : null}
        </div>
      )}
    </Answer>
  );
}

function Fields({ view, change }: { view: CollectedView; change: (field: FieldView) => void }) {
  const words = useWords();
  const mayChange = useMay("ssn.justify");
  return (
    <Sheet title={words.t("collected.fields")}>
      <ul>
        {view.fields.map((field) => (
          <li
            key={field.field}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0"
          >
            <div className="mr-auto min-w-0">
              <p className="font-semibold">{words.t(`collected.field.${field.field}`)}</p>
              <p className="text-[12.5px] text-ink-2">
                {field.reason ?? words.t(`collected.field.${field.field}.help`)}
              </p>
            </div>
            <Tag tone={field.kept ? "plain" : "ok"}>{words.t(field.kept ? "collected.on" : "collected.off")}</Tag>
            {field.isDefault ? <Tag>{words.t("retention.default")}</Tag> : null}
            {mayChange ? (
              <Button
                kind="plain"
                onClick={() => change(field)}
                aria-label={`${words.t("retention.change")}: ${words.t(`collected.field.${field.field}`)}`}
              >
                {words.t("retention.change")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Dropped({ view }: { view: CollectedView }) {
  const words = useWords();
  const what = (field: CollectedView["dropped"][number]["field"]) =>
    words.t(field === "ssn" ? "collected.ssn" : `collected.field.${field}`);
  return (
    <Sheet title={words.t("collected.dropped")}>
      {view.dropped.length === 0 ? (
        <EmptyState title={words.t("collected.dropped.none")} why={words.t("collected.dropped.none.help")} />
      ) : (
        <ul className="p-3.5">
          {view.dropped.map((row) => (
            <li key={`${row.field} ${row.product}`}>
              {words.t("collected.dropped.row", {
                count: row.dropped,
                what: what(row.field).toLowerCase(),
                product: words.t(`product.${row.product}`),
                day: longDay(row.since, words),
              })}
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
