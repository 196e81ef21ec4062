"use client";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { Fact, Facts, Panel } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { SourceForm } from "./source-form.tsx";
import type { SourceView } from "./sources-page.tsx";
import { TestResult } from "./test-result.tsx";

export const TONES = { running: "ok", stopped: "plain", failed: "bad" } as const;

/** One source: how it stands, and what can be done with it. The table stays calm, however many there are. */
export function SourcePanel(props: { source: SourceView; close: () => void; changed: () => void }) {
  const { source, close, changed } = props;
  const mayChange = useMay("source.change");
  const [editing, setEditing] = useState(false);
  const done = () => {
    setEditing(false);
    changed();
  };
  return (
    <Panel title={source.name} close={close}>
      {editing ? (
        <SourceForm source={source} close={() => setEditing(false)} saved={done} />
      ) : (
        <div className="mt-2 grid gap-3">
          <State source={source} />
          {mayChange ? <Actions source={source} edit={() => setEditing(true)} changed={changed} close={close} /> : null}
        </div>
      )}
    </Panel>
  );
}

function State({ source }: { source: SourceView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <>
      {source.problem ? (
        <p className="rounded-md bg-brick-soft px-3 py-2">
          {words.known(`problem.${source.problem}`) ?? source.problem}
        </p>
      ) : null}
      <Facts>
        <Fact name={words.t("sources.column.state")}>
          <Tag tone={TONES[source.state]}>{words.t(`sources.state.${source.state}`)}</Tag>
        </Fact>
        <Fact name={words.t("sources.since")}>{shortTime(source.stateSince, zone)}</Fact>
        <Fact name={words.t("sources.column.last")}>
          {source.lastSeenAt === null ? words.t("time.never") : shortTime(source.lastSeenAt, zone)}
        </Fact>
        <Fact name={words.t("sources.driver")}>{source.driver}</Fact>
        {source.layoutId === null ? null : (
          <Fact name={words.t("sources.readWith")}>
            <Link
              className="text-pine underline underline-offset-3"
              prefetch={false}
              href={`/processing/layouts?layout=${source.layoutId}`}
            >
              {words.t("layouts.version", { version: source.layoutVersion ?? 1 })}
            </Link>
          </Fact>
        )}
        <Fact name={words.t("sources.mode")}>
          {words.t(source.settings["mode"] === "drop" ? "sources.mode.drop" : "sources.mode.tail")}
        </Fact>
      </Facts>
      <p className="font-mono text-[12.5px] break-all text-ink-2">{whereOf(source)}</p>
      <Link
        href={`/processing/undefined?source=${source.id}`}
        prefetch={false}
        className="justify-self-start text-pine underline underline-offset-3"
      >
        {words.t("undefined.ofSource")}
      </Link>
    </>
  );
}

function Actions(props: { source: SourceView; edit: () => void; changed: () => void; close: () => void }) {
  const { source, edit, changed, close } = props;
  const words = useWords();
  const sourceId = source.id;
  const [removing, setRemoving] = useState(false);
  const act = useMutation({
    mutationFn: (verb: "start" | "stop" | "remove") => api.sources[verb].mutate({ sourceId }),
    onSuccess: (_, verb) => {
      changed();
      if (verb === "remove") close();
    },
    onError: changed,
  });
  const test = useMutation({ mutationFn: () => api.sources.test.mutate({ sourceId }) });
  const error = act.error ?? test.error;
  const stopped = source.state === "stopped";
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Button kind="main" disabled={act.isPending} onClick={() => act.mutate(stopped ? "start" : "stop")}>
          {words.t(stopped ? "sources.start" : "sources.stop")}
        </Button>
        <Button disabled={test.isPending} onClick={() => test.mutate()}>
          {words.t(test.isPending ? "form.busy" : "sources.test")}
        </Button>
        <Button onClick={edit}>{words.t("sources.edit")}</Button>
        <Button kind="danger-line" aria-expanded={removing} onClick={() => setRemoving(!removing)}>
          {words.t("sources.remove")}
        </Button>
        <Button onClick={close}>{words.t("action.close")}</Button>
      </div>
      {removing ? (
        <div className="grid gap-1.5 rounded-md bg-brick-soft p-2">
          <p>{words.t("sources.remove.confirm", { name: source.name })}</p>
          <div className="flex gap-1.5">
            <Button onClick={() => setRemoving(false)}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={act.isPending} onClick={() => act.mutate("remove")}>
              {words.t("sources.removeNow")}
            </Button>
          </div>
        </div>
      ) : null}
      {error ? (
        <div role="alert" className="text-brick">
          <FailureText error={error} />
        </div>
      ) : null}
      {test.data ? <TestResult tested={test.data} /> : null}
    </>
  );
}

/** Folder and file names, as one path. */
export function whereOf(source: SourceView): string {
  const { path, pattern } = source.settings;
  return `${typeof path === "string" ? path : ""}/${typeof pattern === "string" ? pattern : "*"}`;
}
