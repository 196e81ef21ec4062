"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { SourceView } from "../sources-page.tsx";
import { MoveSource } from "./move-source.tsx";
import { StartTerms, useStartTerms } from "../start-terms.tsx";
import { TestResult } from "../test-result.tsx";

interface SourceActionsProps {
  readonly source: SourceView;
  readonly edit: () => void;
  readonly changed: () => void;
  readonly removed: () => void;
}

/** What can be done with a source. One that stopped because of its key is started anew, as any other that is not at work. */
export function SourceActions({ source, edit, changed, removed }: SourceActionsProps) {
  const words = useWords();
  const sourceId = source.id;
  const [asked, setAsked] = useState<"start" | "move" | "remove" | null>(null);
  const act = useMutation({
    mutationFn: (verb: "stop" | "remove") => api.sources[verb].mutate({ sourceId }),
    onSuccess: (_, verb) => {
      // What a test found was of the source as it stood then.
      test.reset();
      if (verb === "remove") removed();
      else changed();
    },
  });
  const test = useMutation({ mutationFn: () => api.sources.test.mutate({ sourceId }) });
  const waits = source.state === "stopped" || source.problem === "pin-changed";
  const error = act.error ?? test.error;
  const toggle = (what: "start" | "move" | "remove") => setAsked(asked === what ? null : what);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {waits ? (
          <Button kind="main" aria-expanded={asked === "start"} onClick={() => toggle("start")}>
            {words.t("sources.start")}
          </Button>
        ) : null}
        {source.state === "stopped" ? null : (
          <Button kind={waits ? "plain" : "main"} disabled={act.isPending} onClick={() => act.mutate("stop")}>
            {words.t("sources.stop")}
          </Button>
        )}
        <Button disabled={test.isPending} onClick={() => test.mutate()}>
          {words.t(
            test.isPending
              ? source.edgeId === null
                ? "sources.test.busy"
                : "sources.test.busy.edge"
              : "sources.test.connection",
          )}
        </Button>
        <Button onClick={edit}>{words.t("sources.edit")}</Button>
        <Button aria-expanded={asked === "move"} onClick={() => toggle("move")}>
          {words.t("sources.move")}
        </Button>
        <Button kind="danger-line" aria-expanded={asked === "remove"} onClick={() => toggle("remove")}>
          {words.t("sources.remove")}
        </Button>
      </div>
      {asked === "start" ? (
        <StartSource
          source={source}
          started={() => {
            setAsked(null);
            changed();
          }}
        />
      ) : null}
      {asked !== "move" ? null : source.state === "stopped" ? (
        <MoveSource
          source={source}
          close={() => setAsked(null)}
          moved={() => {
            setAsked(null);
            changed();
          }}
        />
      ) : (
        <p role="status">{words.t("sources.move.running")}</p>
      )}
      {asked === "remove" ? (
        <div className="grid max-w-xl gap-1.5 rounded-md bg-brick-soft p-2">
          <p>{words.t("sources.remove.confirm", { name: source.name })}</p>
          <div className="flex gap-1.5">
            <Button onClick={() => setAsked(null)}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={act.isPending} onClick={() => act.mutate("remove")}>
              {words.t("sources.removeNow")}
            </Button>
          </div>
        </div>
      ) : null}
      <Refusal error={error} />
      {test.data ? (
        <div className="max-w-xl">
          <TestResult
            tested={test.data}
            transport={source.transport}
            settings={source.settings}
            accepted={typeof source.settings["pin"] === "string" ? source.settings["pin"] : ""}
          />
        </div>
      ) : null}
    </div>
  );
}

/** By which rules it starts, and the button that does it. */
function StartSource({ source, started }: { source: SourceView; started: () => void }) {
  const words = useWords();
  const [withoutSsn, leaveSsn] = useState(false);
  const terms = useStartTerms(source.product ?? "pbx", source.keepNames);
  const start = useMutation({
    mutationFn: () => api.sources.start.mutate({ sourceId: source.id, withoutSsn }),
    onSuccess: started,
  });
  return (
    <div className="grid max-w-xl gap-3 rounded-md border border-line bg-sheet p-3">
      <StartTerms terms={terms} withoutSsn={withoutSsn} leaveSsn={leaveSsn} />
      <Refusal error={start.error} />
      <div>
        <Button kind="main" disabled={start.isPending || terms.data === undefined} onClick={() => start.mutate()}>
          {words.t(start.isPending ? "form.busy" : "sources.startNow")}
        </Button>
      </div>
    </div>
  );
}
