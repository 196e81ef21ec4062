"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api } from "../../_trpc/client.ts";
import { Spark } from "../../_ui/plot/spark.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { nightSentence, nightTone } from "../copies/night-sentence.ts";

const SLOW_MS = 300_000;

/** What a leak would give away now, and the canary's line; the whole of it stands on the page of copies. */
export function ExposureNow() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["copies", "meter"],
    queryFn: () => api.copies.meter.query(),
    refetchInterval: SLOW_MS,
  });
  return (
    <Sheet
      title={words.t("copies.leak")}
      actions={
        <Link href="/copies" prefetch={false} className="font-semibold text-pine underline underline-offset-3">
          {words.t("nav.copies")}
        </Link>
      }
      padded
    >
      <Answer query={query}>
        {({ exposure, line, night }) => (
          <>
            <p>
              {words.t("overview.leak", {
                numbers: words.number(exposure.numbers),
                ssns: words.number(exposure.ssns),
                truncated: words.number(exposure.truncated),
                raw: words.number(exposure.rawRecords),
              })}{" "}
              {line.length > 1 ? <Spark label={words.t("copies.leak.line")} values={line} /> : null}
            </p>
            {night === null ? (
              <p className="mt-1 text-ink-2">{words.t("copies.canary.never")}</p>
            ) : (
              <p className={`mt-1 ${nightTone(night) === "ok" ? "text-ink-2" : "font-semibold text-brick"}`}>
                {nightSentence(night, words, zone)}
              </p>
            )}
          </>
        )}
      </Answer>
    </Sheet>
  );
}
