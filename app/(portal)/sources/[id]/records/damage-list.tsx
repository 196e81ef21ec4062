"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../../_trpc/client.ts";
import { TurnPages } from "../../../../_ui/pager.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";

type After = NonNullable<Parameters<typeof api.raw.damage.query>[0]["after"]>;

/** Where a verification found damage: the day of the calls, the segment, the place in it, and what is wrong. */
export function DamageList({ workId }: { workId: string }) {
  const words = useWords();
  const [turned, setTurned] = useState<readonly After[]>([]);
  const after = turned.at(-1);
  const query = useQuery({
    queryKey: ["raw", "damage", workId, after],
    queryFn: () => api.raw.damage.query({ workId, ...(after === undefined ? {} : { after }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <details className="rounded-md bg-brick-soft px-3 py-2">
      <summary className="min-h-6 font-semibold">{words.t("raw.damage")}</summary>
      <ul className="mt-1 grid gap-1">
        {query.data?.rows.map((row) => (
          <li key={`${row.segmentId} ${row.ordinal} ${row.reason}`} className="break-words">
            <span className="font-mono text-[12.5px]">
              {row.callDay} {row.segmentId}
            </span>{" "}
            {row.ordinal < 0
              ? words.t("raw.damage.segment", { count: row.records })
              : words.t("raw.damage.record", { place: row.ordinal + 1 })}
            {": "}
            {words.t(`raw.damage.${row.reason}`)}
          </li>
        ))}
      </ul>
      <TurnPages turned={turned} next={query.data?.next ?? null} busy={query.isPlaceholderData} go={setTurned} />
    </details>
  );
}
