"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { DecisionList } from "./decision-list.tsx";
import { EndPanel } from "./end-panel.tsx";
import { ProtocolSheet } from "./protocol-sheet.tsx";
import { RecordPanel } from "./record-panel.tsx";

export type DisposalView = inferRouterOutputs<AppRouter>["disposal"]["show"];
export type DecisionView = DisposalView["decisions"][number];

/** What a public body has decided to dispose of, what is still open, and the protocol of what went. */
export function DisposalPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("disposal.title")} lead={words.t("disposal.lead")} permission="retention.see">
      <Disposal />
    </GuardedPage>
  );
}

type Open = { readonly what: "record" } | { readonly what: "end"; readonly decision: DecisionView } | null;

function Disposal() {
  const words = useWords();
  const mayChange = useMay("disposal.change");
  const query = useQuery({ queryKey: ["disposal"], queryFn: () => api.disposal.show.query() });
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const changed = () => {
    close();
    void query.refetch();
  };
  return (
    <Answer query={query}>
      {(view) =>
        view.isPublic ? (
          <div className="grid gap-4">
            <Undecided view={view} />
            <div className={`grid items-start gap-4 ${open === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
              <DecisionList
                view={view}
                end={mayChange ? (decision) => setOpen({ what: "end", decision }) : null}
                actions={
                  mayChange ? (
                    <Button kind="main" onClick={() => setOpen({ what: "record" })}>
                      {words.t("disposal.record")}
                    </Button>
                  ) : null
                }
              />
              {open?.what === "record" ? <RecordPanel close={close} changed={changed} /> : null}
              {open?.what === "end" ? (
                <EndPanel key={open.decision.id} decision={open.decision} close={close} changed={changed} />
              ) : null}
            </div>
            <ProtocolSheet />
          </div>
        ) : (
          <EmptyState title={words.t("disposal.private")} why={words.t("disposal.private.help")} />
        )
      }
    </Answer>
  );
}

function Undecided({ view }: { view: DisposalView }) {
  const words = useWords();
  if (view.undecided.length === 0) return null;
  return (
    <div role="alert" className="rounded-lg border border-amber/50 bg-amber-soft px-3.5 py-3">
      <p className="font-semibold">{words.t("disposal.open")}</p>
      <p className="max-w-3xl">{words.t("disposal.open.help")}</p>
      <ul className="mt-1">
        {view.undecided.map(({ product, classes }) => (
          <li key={product}>
            <b className="font-semibold">{words.t(`product.${product}`)}</b>:{" "}
            {classes.map((cls) => words.t(`class.${cls}`).toLowerCase()).join(", ")}
          </li>
        ))}
      </ul>
    </div>
  );
}
