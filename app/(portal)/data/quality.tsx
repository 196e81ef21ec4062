"use client";
import { useQuery } from "@tanstack/react-query";
import { api, failureOf } from "../../_trpc/client.ts";
import { FailureSentence } from "../../_ui/failure.tsx";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { useWords } from "../../_ui/use-words.tsx";

/** What telephones or gateways measured of the call's sound; nothing at all where none did, as in most systems. */
export function Quality({ hitId }: { hitId: string }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["quality", hitId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => await api.data.quality.query({ hitId }, { signal }),
  });
  // Facts end by a rule of their own: then there is nothing to show of them, and nothing to tell.
  if (query.isError && failureOf(query.error).code !== "not-found") {
    return (
      <p role="alert" className="mt-2 text-brick">
        <FailureSentence error={query.error} />
      </p>
    );
  }
  const told = query.data ?? null;
  if (told === null) return null;
  return (
    <>
      <h3 className="mt-4 mb-1 text-[12px] font-semibold text-ink-2">{words.t("quality.title")}</h3>
      <Facts>
        {told.mosHundredths === null ? null : (
          <Fact name={words.t("quality.mos")}>{words.t("quality.mos.value", { mos: told.mosHundredths / 100 })}</Fact>
        )}
        {told.lossPermille === null ? null : (
          <Fact name={words.t("quality.loss")}>{words.t("quality.percent", { percent: told.lossPermille / 10 })}</Fact>
        )}
        {told.jitterMs === null ? null : (
          <Fact name={words.t("quality.jitter")}>{words.t("quality.ms", { ms: told.jitterMs })}</Fact>
        )}
        {told.latencyMs === null ? null : (
          <Fact name={words.t("quality.latency")}>{words.t("quality.ms", { ms: told.latencyMs })}</Fact>
        )}
        {told.codec === null ? null : <Fact name={words.t("quality.codec")}>{told.codec}</Fact>}
      </Facts>
    </>
  );
}
