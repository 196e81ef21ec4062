"use client";
import { api } from "../../../_trpc/client.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { WorkItem, WorkList } from "../../../_ui/work-list.tsx";
import { sourceName, type UndefinedView } from "./views.ts";

/** What is or was read again: how far it is, and what came of it. */
export function AgainWorks({ view, changed }: { view: UndefinedView; changed: () => void }) {
  const words = useWords();
  const mayCancel = useMay("undefined.change");
  return (
    <WorkList
      title={words.t("undefined.works")}
      queryKey={["undefined", "works"]}
      read={() => api.undefined.works.query()}
      changed={changed}
    >
      {(work, refetch) => (
        <WorkItem
          work={work}
          name={sourceName(view, work.sourceId)}
          reader={work.driver}
          progress={{
            done: work.linesDone,
            of: work.linesTotal,
            label: words.t("undefined.works.progress", { done: words.number(work.linesDone), count: work.linesTotal }),
          }}
          mayCancel={mayCancel}
          cancel={() => api.undefined.cancel.mutate({ workId: work.workId })}
          changed={refetch}
        >
          <p className="text-ink-2">
            {words.t("undefined.works.calls", { count: work.records })},{" "}
            {words.t("undefined.works.known", { count: work.duplicates })},{" "}
            {words.t("undefined.works.left", { count: work.linesLeft })}
          </p>
        </WorkItem>
      )}
    </WorkList>
  );
}
