"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Progress } from "../../../_ui/progress.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { localTime } from "../local-time.ts";
import { Parts } from "../parts.tsx";
import { PastGenerations } from "./past-generations.tsx";
import { StartGeneration } from "./start-generation.tsx";

export type KeyState = inferRouterOutputs<AppRouter>["keys"]["state"];

const ASK_MS = 3_000;

export function KeysPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("rootKeys.title")}
      lead={words.t("rootKeys.lead")}
      permission="maintenance.run"
      company={false}
    >
      <Parts />
      <Keys />
    </GuardedPage>
  );
}

function Keys() {
  const query = useQuery({
    queryKey: ["maintenance", "keys"],
    queryFn: () => api.keys.state.query(),
    refetchInterval: ASK_MS,
  });
  return (
    <Answer query={query}>
      {(state) => (
        <div className="grid gap-4">
          <Running state={state} />
          <Facts state={state} />
          <StartGeneration busy={state.running !== null} changed={() => void query.refetch()} />
          <PastGenerations rows={state.generations} />
        </div>
      )}
    </Answer>
  );
}

function Running({ state: { running, companies, copied } }: { state: KeyState }) {
  const words = useWords();
  if (running === null) return null;
  const done = Math.min(running.companies, companies);
  return (
    <Sheet title={words.t("rootKeys.running")} padded>
      <Progress
        done={done}
        of={companies}
        label={words.t("rootKeys.running.companies", { done, total: companies })}
        since={running.begunAt}
      />
      {copied > 0 ? <p className="mt-1 text-ink-2">{words.t("rootKeys.running.copied", { count: copied })}</p> : null}
      <p className="mt-1 max-w-3xl text-ink-2">{words.t("rootKeys.running.help")}</p>
    </Sheet>
  );
}

function Facts({ state }: { state: KeyState }) {
  const words = useWords();
  const { escrow, hoursLate } = state;
  const madeAt = escrow.madeAt === null ? "" : localTime(escrow.madeAt);
  return (
    <Sheet label={words.t("rootKeys.title")} padded>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <dt className="font-semibold">{words.t("rootKeys.next")}</dt>
        <dd>
          <span className="mr-2">{words.t("rootKeys.next.at", { at: localTime(state.nextAt) })}</span>
          {hoursLate > 0 ? <Tag tone="bad">{words.t("rootKeys.next.late", { count: hoursLate })}</Tag> : null}
          {hoursLate > 0 ? <p className="mt-1 max-w-3xl text-brick">{words.t("rootKeys.next.late.help")}</p> : null}
        </dd>
        <dt className="font-semibold">{words.t("rootKeys.root")}</dt>
        <dd>
          <code className="font-mono text-[12.5px]">{state.rootKid}</code>
          <p className="text-ink-2">{words.t("rootKeys.root.help")}</p>
        </dd>
        <dt className="font-semibold">{words.t("rootKeys.sheet")}</dt>
        <dd className={escrow.sheet === "old" ? "max-w-3xl text-amber" : "max-w-3xl"}>
          {escrow.sheet === "none" ? words.t("rootKeys.sheet.none") : null}
          {escrow.sheet === "present" ? words.t("rootKeys.sheet.present", { at: madeAt }) : null}
          {escrow.sheet === "old" ? words.t("rootKeys.sheet.old", { at: madeAt }) : null}
        </dd>
      </dl>
    </Sheet>
  );
}
