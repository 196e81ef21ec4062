"use client";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Fact, Facts, Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useReady } from "../../../_ui/use-ready.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { localTime } from "../local-time.ts";
import type { Job } from "./jobs-page.tsx";
import { scheduleText, titleOf } from "./words.ts";

interface JobPanelProps {
  readonly job: Job;
  readonly close: () => void;
  readonly changed: () => void;
}

/** What a job does, and what can be done with it: start, pause, let go on. */
export function JobPanel({ job, close, changed }: JobPanelProps) {
  const words = useWords();
  const ready = useReady();
  const [pausing, setPausing] = useState(false);
  const run = useAct(() => api.maintenance.runJob.mutate({ name: job.name }), { onSuccess: changed });
  const resume = useAct(() => api.maintenance.resumeJob.mutate({ name: job.name }), { onSuccess: changed });
  const error = run.error ?? resume.error;
  return (
    <Panel title={titleOf(job.name, words)} close={close}>
      <p className="mb-3 text-ink-2">{words.known(`job.${job.name}.help`)}</p>
      {job.promise ? (
        <p className="mb-3">
          <Tag tone="info">{words.t("jobs.promise")}</Tag>
        </p>
      ) : null}
      <Facts>
        <Fact name={words.t("jobs.column.when")}>{scheduleText(job, words)}</Fact>
        {job.nextAt === null ? null : <Fact name={words.t("jobs.column.next")}>{localTime(job.nextAt)}</Fact>}
        {job.pause === null ? null : (
          <>
            <Fact name={words.t("jobs.pause.by")}>{job.pause.pausedBy}</Fact>
            <Fact name={words.t("jobs.pause.until")}>{localTime(job.pause.pausedUntil)}</Fact>
            <Fact name={words.t("jobs.pause.reason")}>{job.pause.reason}</Fact>
          </>
        )}
      </Facts>
      {pausing ? (
        <PauseForm job={job} close={() => setPausing(false)} changed={changed} />
      ) : (
        <div className="mt-3 flex flex-wrap gap-2">
          {job.runsAlone ? (
            <Button kind="main" disabled={!ready || run.isPending || job.pause !== null} onClick={() => run.mutate()}>
              {words.t("jobs.run")}
            </Button>
          ) : null}
          {job.pause === null ? (
            <Button kind={job.promise ? "danger-line" : "line"} disabled={!ready} onClick={() => setPausing(true)}>
              {words.t("jobs.pause")}
            </Button>
          ) : (
            <Button kind="main" disabled={!ready || resume.isPending} onClick={() => resume.mutate()}>
              {words.t("jobs.resume")}
            </Button>
          )}
        </div>
      )}
      <p role="status" className="mt-2 text-ink-2 empty:hidden">
        {run.isSuccess ? words.t("jobs.run.asked") : ""}
      </p>
      <Refusal className="mt-2" error={error} />
    </Panel>
  );
}

function PauseForm({ job, close, changed }: JobPanelProps) {
  const words = useWords();
  const pause = useAct(
    (input: { hours: number; reason: string }) => api.maintenance.pauseJob.mutate({ name: job.name, ...input }),
    {
      onSuccess: () => {
        changed();
        close();
      },
    },
  );
  return (
    <Form
      submit={words.t("jobs.pause.submit")}
      kind={job.promise ? "danger" : "main"}
      busy={pause.isPending}
      error={pause.error}
      close={close}
      send={(fields) => pause.mutate({ hours: fields.number("hours") ?? 1, reason: fields.text("reason") })}
    >
      <TextField
        id="pause-hours"
        name="hours"
        type="number"
        label={words.t("jobs.pause.hours")}
        help={words.t(job.promise ? "jobs.pause.hours.promise" : "jobs.pause.hours.help")}
        defaultValue={1}
        min={1}
        max={job.promise ? 24 : 168}
        required
      />
      <TextField
        id="pause-reason"
        name="reason"
        label={words.t("jobs.pause.reason")}
        help={words.t("jobs.pause.reason.help")}
        minLength={3}
        maxLength={200}
        required
      />
    </Form>
  );
}
