"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { AppRouter } from "#server/api/router.ts";
import type { Product } from "#server/domain/codes.ts";
import { api } from "../../_trpc/client.ts";
import { CheckField } from "../../_ui/field.tsx";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";

type Terms = inferRouterOutputs<AppRouter>["sources"]["startTerms"];

export function useStartTerms(product: Product, keepNames: boolean) {
  return useQuery({
    queryKey: ["start-terms", product, keepNames],
    queryFn: () => api.sources.startTerms.query({ product, keepNames }),
    // What is missing is often settled by somebody else, or in another tab: whoever waits here sees it.
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (data.undecided.length > 0 || data.ssn === "asked") ? WAITING_MS : false,
  });
}

const WAITING_MS = 5_000;

interface StartTermsProps {
  readonly terms: UseQueryResult<Terms>;
  readonly withoutSsn: boolean;
  readonly leaveSsn: (without: boolean) => void;
}

/** By which rules what comes is kept, and what has to be settled before anything does. */
export function StartTerms({ terms, withoutSsn, leaveSsn }: StartTermsProps) {
  const words = useWords();
  return (
    <Answer query={terms}>
      {({ rules, undecided, ssn }) => (
        <div className="grid gap-3">
          <div className="grid gap-1.5">
            <p className="font-semibold">{words.t("sources.terms.kept")}</p>
            <Facts>
              {rules
                .filter(({ class: one }) => ssn === "justified" || (one !== "ssn" && one !== "ssn_truncated"))
                .map(({ class: one, keptDays }) => (
                  <Fact key={one} name={words.known(`class.${one}`) ?? one}>
                    {undecided.includes(one)
                      ? words.t("sources.terms.noDecision")
                      : keptDays === null
                        ? words.t("sources.terms.off")
                        : words.t("sources.terms.days", { count: keptDays })}
                  </Fact>
                ))}
            </Facts>
            <p>
              <ToRetention>{words.t("sources.terms.rules")}</ToRetention>
            </p>
          </div>
          <p className="text-ink-2">
            {words.t("sources.terms.filter")}{" "}
            <Link href="/processing/filters" prefetch={false} className="text-pine underline underline-offset-3">
              {words.t("sources.terms.filterLink")}
            </Link>
          </p>
          {undecided.length === 0 ? null : (
            <div role="alert" className="grid gap-2 rounded-md bg-brick-soft px-3 py-2">
              <p>
                {words.t("sources.terms.undecided", {
                  classes: undecided.map((one) => words.known(`class.${one}`) ?? one).join(", "),
                })}
              </p>
              <p>
                <ToRetention page="/disposal">{words.t("sources.terms.decide")}</ToRetention>
              </p>
            </div>
          )}
          {ssn === "asked" ? (
            <div className="grid gap-2 rounded-md bg-amber-soft px-3 py-2">
              <p>{words.t("sources.terms.asked")}</p>
              <p>
                <ToRetention page="/collected">{words.t("sources.terms.justify")}</ToRetention>
              </p>
              <CheckField
                id="source-without-ssn"
                label={words.t("sources.terms.without")}
                checked={withoutSsn}
                onChange={(event) => leaveSsn(event.target.checked)}
              />
            </div>
          ) : (
            <p className="text-ink-2">
              {words.t(ssn === "justified" ? "sources.terms.justified" : "sources.terms.left")}
            </p>
          )}
        </div>
      )}
    </Answer>
  );
}

/** In a tab of its own where something is to be settled there: a form that is filled in stays as it is. */
function ToRetention({ page = "", children }: { page?: "" | "/disposal" | "/collected"; children: string }) {
  const words = useWords();
  return (
    <Link
      href={`/retention${page}`}
      prefetch={false}
      target={page === "" ? undefined : "_blank"}
      className="text-pine underline underline-offset-3"
    >
      {children}
      {page === "" ? null : ` ${words.t("sources.terms.newTab")}`}
    </Link>
  );
}
