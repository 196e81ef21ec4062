"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { FailureText } from "../../../_ui/failure.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

/** So long nothing is typed before a preview is asked for: it opens lines and stands in the audit. */
const REST_MS = 500;

interface PreviewProps<A, T> {
  /** Under "undefined" or "raw" the words and the answers are kept. */
  readonly of: "undefined" | "raw";
  readonly asked: A;
  readonly ask: (asked: A) => Promise<T>;
  readonly enabled?: boolean;
  readonly children: (preview: T) => ReactNode;
}

/** What reading again would give, asked for anew once what is chosen has been left alone for a moment. */
export function Preview<A, T>({ of, asked, ask, enabled = true, children }: PreviewProps<A, T>) {
  const words = useWords();
  const now = JSON.stringify(asked);
  const tried = useRested(now);
  const stale = tried !== now;
  const query = useQuery({
    queryKey: [of, "preview", tried],
    queryFn: () => ask(JSON.parse(tried) as A),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    gcTime: 0,
  });
  return (
    <div aria-live="polite" aria-busy={stale || query.isFetching} className="rounded-md bg-sunken px-3 py-2">
      <h3 className="font-semibold">{words.t(`${of}.preview`)}</h3>
      {query.isError && !stale ? (
        <div className="text-brick">
          <FailureText error={query.error} />
        </div>
      ) : query.data === undefined || stale ? (
        <p className="text-ink-2">{words.t(`${of}.preview.busy`)}</p>
      ) : (
        children(query.data)
      )}
    </div>
  );
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(rested);
}
