"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { failureOf } from "../_trpc/client.ts";
import { Button } from "./button.tsx";
import { FailureText } from "./failure.tsx";
import { useWords } from "./use-words.tsx";

/** Loading, no right and failed are drawn here for every page; empty and filtered-out are the page's own sentences. */
export function Answer<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined && !query.isError) return children(query.data);
  if (query.isPending) return <Loading />;
  const failure = failureOf(query.error);
  if (failure.code === "forbidden") return <NoRight />;
  return <Failed error={query.error} retry={() => void query.refetch()} />;
}

/** Grey lines in the place of rows; they appear only after a moment, so that what is quick does not flicker. */
export function Loading() {
  const words = useWords();
  return (
    <div role="status" className="appear-late grid gap-3 p-4">
      <span className="sr-only">{words.t("state.loading")}</span>
      {["w-3/5", "w-4/5", "w-2/5"].map((width) => (
        <span key={width} className={`h-3 rounded-sm bg-sunken ${width}`} />
      ))}
    </div>
  );
}

export function Said({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2 px-4 py-8">
      <h2>{title}</h2>
      {children ? <div className="max-w-xl text-ink-2">{children}</div> : null}
      {action}
    </div>
  );
}

/** Nothing is here, why that is so, and what to do about it; never a bare "no rows". */
export function EmptyState({ title, why, action }: { title: string; why: ReactNode; action?: ReactNode }) {
  return (
    <div data-state="empty">
      <Said title={title} action={action}>
        {why}
      </Said>
    </div>
  );
}

export function NoRight() {
  const words = useWords();
  return <Said title={words.t("state.noRight")}>{words.t("state.noRight.help")}</Said>;
}

export function NoCompany() {
  const words = useWords();
  return (
    <Said
      title={words.t("state.noCompany")}
      action={
        <a className="font-semibold text-pine underline underline-offset-3" href="/companies">
          {words.t("nav.companies")}
        </a>
      }
    >
      {words.t("state.noCompany.help")}
    </Said>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords();
  return (
    <div role="alert">
      <Said
        title={words.t("state.failed")}
        action={retry ? <Button onClick={retry}>{words.t("state.retry")}</Button> : null}
      >
        <FailureText error={error} />
      </Said>
    </div>
  );
}

export function FilteredOut({ clear }: { clear: () => void }) {
  const words = useWords();
  return (
    <div data-state="filtered">
      <Said
        title={words.t("state.filteredOut")}
        action={<Button onClick={clear}>{words.t("state.clearFilters")}</Button>}
      />
    </div>
  );
}
