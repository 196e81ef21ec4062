"use client";
import type { ReactNode } from "react";
import { Spark } from "../../_ui/plot/spark.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Exposure } from "./answers.ts";

type Counts = Omit<Exposure, "oldestDays">;

/** What a leak of everything would give away, in counts. */
export function Leak({ exposure, line, note }: { exposure: Counts; line: readonly number[]; note?: ReactNode }) {
  const words = useWords();
  const figures = [
    ["numbers", exposure.numbers],
    ["ssns", exposure.ssns],
    ["truncated", exposure.truncated],
    ["names", exposure.names],
    ["raw", exposure.rawRecords],
    ["lines", exposure.undefinedLines],
  ] as const;
  return (
    <Sheet title={words.t("copies.leak")} padded>
      <p className="max-w-3xl text-ink-2">{words.t("copies.leak.lead")}</p>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-3 lg:grid-cols-6">
        {figures.map(([name, value]) => (
          <div key={name} className="flex flex-col-reverse justify-end">
            <dt className="text-ink-2">{words.t(`copies.leak.${name}`)}</dt>
            <dd className="text-[22px] leading-tight font-[650] tracking-tight">
              {words.number(value)}
              {name === "numbers" && line.length > 1 ? (
                <span className="ml-2">
                  <Spark label={words.t("copies.leak.line")} values={line} />
                </span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {note ? <p className="mt-3 text-ink-2">{note}</p> : null}
    </Sheet>
  );
}
