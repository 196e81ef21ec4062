"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useCallback, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { ListPanel } from "./list-panel.tsx";
import { NumberList } from "./number-list.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { RuleTable } from "./rule-table.tsx";

export type NaturesView = inferRouterOutputs<AppRouter>["natures"]["show"];
export type RuleView = NaturesView["rules"][number];
export type RuleInput = inferRouterInputs<AppRouter>["natures"]["setRule"];

/** What stands beside the page: a rule being made or changed, or numbers being put on a list. */
type Open =
  | { readonly kind: "code" | "time" | "list" | "off" }
  | { readonly kind: "rule"; readonly rule: RuleView }
  | null;

/** By what calls are told private from business, and the lists of private numbers. */
export function PrivatePage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("processing.private.title")} lead={words.t("natures.lead")} permission="processing.see">
      <Natures />
    </GuardedPage>
  );
}

function Natures() {
  const words = useWords();
  const query = useQuery({ queryKey: ["natures"], queryFn: () => api.natures.show.query() });
  const mayChange = useMay("processing.change");
  const [open, setOpen] = useState<Open>(null);
  const close = useCallback(() => setOpen(null), []);
  const change = useCallback((rule: RuleView) => setOpen({ kind: "rule", rule }), []);
  const changed = () => {
    close();
    void query.refetch();
  };
  return (
    <Answer query={query}>
      {(view) => (
        <div className={`grid items-start gap-4 ${open === null ? "" : "lg:grid-cols-[minmax(0,1fr)_340px]"}`}>
          <div className="grid min-w-0 gap-4">
            <Sheet
              title={words.t("natures.rules")}
              actions={
                mayChange ? (
                  <>
                    <Button onClick={() => setOpen({ kind: "code" })}>{words.t("natures.rules.addCode")}</Button>
                    <Button onClick={() => setOpen({ kind: "time" })}>{words.t("natures.rules.addTime")}</Button>
                  </>
                ) : null
              }
            >
              {view.rules.length === 0 ? (
                <EmptyState title={words.t("natures.rules.none")} why={words.t("natures.rules.none.help")} />
              ) : (
                <RuleTable
                  view={view}
                  chosen={open?.kind === "rule" ? open.rule.ruleId : null}
                  change={mayChange ? change : null}
                />
              )}
            </Sheet>
            <NumberList
              listed={view.numbers}
              add={mayChange ? () => setOpen({ kind: "list" }) : null}
              takeOff={mayChange ? () => setOpen({ kind: "off" }) : null}
              changed={() => void query.refetch()}
            />
            <Sheet title={words.t("natures.hands")} padded>
              <p className="max-w-3xl">{words.t("natures.hands.help")}</p>
              <p className="mt-2 max-w-3xl text-ink-2">{words.t("natures.seen.help")}</p>
              <p className="mt-2">
                <Link href="/data" prefetch={false} className="text-pine underline underline-offset-3">
                  {words.t("data.title")}
                </Link>
                {" · "}
                <Link href="/profiles" prefetch={false} className="text-pine underline underline-offset-3">
                  {words.t("nav.profiles")}
                </Link>
              </p>
            </Sheet>
          </div>
          {open === null ? null : open.kind === "list" || open.kind === "off" ? (
            <ListPanel key={open.kind} off={open.kind === "off"} close={close} changed={() => void query.refetch()} />
          ) : (
            <RulePanel
              key={open.kind === "rule" ? open.rule.ruleId : open.kind}
              kind={open.kind === "rule" ? open.rule.kind : open.kind}
              rule={open.kind === "rule" ? open.rule : null}
              view={view}
              close={close}
              changed={changed}
            />
          )}
        </div>
      )}
    </Answer>
  );
}
