"use client";
import { api } from "../../../../_trpc/client.ts";
import { useWords } from "../../../../_ui/use-words.tsx";
import { useMay } from "../../../../_ui/viewer.tsx";
import { WorkItem, WorkList } from "../../../../_ui/work-list.tsx";
import type { Words } from "../../../../_ui/words.ts";
import { DamageList } from "./damage-list.tsx";
import type { RawWork } from "./views.ts";

/** What is or was verified or read again: how far it is, and what came of it. */
export function RawWorks({ sourceId, changed }: { sourceId: number; changed: () => void }) {
  const words = useWords();
  return (
    <WorkList
      title={words.t("raw.works")}
      queryKey={["raw", "works", sourceId]}
      read={() => api.raw.works.query({ sourceId })}
      changed={changed}
    >
      {(work, refetch) => <Work work={work} changed={refetch} />}
    </WorkList>
  );
}

/** In this order, those that are not nothing. */
const TOLD = {
  verify: ["whole", "door", "gone", "ended", "damaged"],
  replay: ["changed", "same", "stored", "undefined", "gone", "kept", "gate", "damaged"],
} as const;

function Work({ work, changed }: { work: RawWork; changed: () => void }) {
  const words = useWords();
  const mayCancel = useMay(work.kind === "verify" ? "undefined.see" : "undefined.change");
  const { segmentsDone: done, segmentsTotal: of, counts } = work;
  const told = TOLD[work.kind].flatMap((key) => {
    const count = counts[key] ?? 0;
    return count === 0 ? [] : [words.t(`raw.count.${key}`, { count })];
  });
  return (
    <WorkItem
      work={work}
      name={words.t(`raw.kind.${work.kind}`)}
      reader={readerOf(work, words)}
      progress={{ done, of, label: words.t("raw.works.progress", { done: words.number(done), count: of }) }}
      mayCancel={mayCancel}
      cancel={() => api.raw.cancel.mutate({ workId: work.workId })}
      changed={changed}
    >
      {told.length === 0 ? null : <p className="text-ink-2">{told.join(", ")}</p>}
      {work.kind === "verify" && (counts["damaged"] ?? 0) > 0 ? <DamageList workId={work.workId} /> : null}
    </WorkItem>
  );
}

function readerOf({ driver, layoutVersion: version }: RawWork, words: Words): string | null {
  return driver === null || version === null ? driver : words.t("raw.reader.layout", { name: driver, version });
}
