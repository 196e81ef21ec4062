"use client";
import Link from "next/link";
import { useEffect } from "react";
import { Button } from "../button.tsx";
import { guideNow } from "../frame/choices.ts";
import { Sheet } from "../sheet.tsx";
import { Tag } from "../tag.tsx";
import { useWords } from "../use-words.tsx";
import { useViewer } from "../viewer.tsx";
import { DemoPanel } from "./demo-panel.tsx";
import { type FirstSteps, type Step, stepsFor } from "./steps.ts";

/** The steps of this profile, the first undone one with what to do; nothing once all are behind one. */
export function Guide({ facts, putAway }: { facts: FirstSteps; putAway: () => void }) {
  const words = useWords();
  const viewer = useViewer();
  const steps = stepsFor(viewer, facts, guideNow() === "rules");
  const next = steps.find(({ done }) => !done);
  const demo = viewer.permissions.includes("maintenance.run");
  const over = next === undefined && !demo;
  useEffect(() => {
    if (over) putAway();
  }, [over, putAway]);
  if (over || (steps.length === 0 && !demo)) return null;
  const done = steps.filter((step) => step.done).length;
  return (
    <Sheet
      title={words.t("guide.title")}
      actions={
        <>
          <span className="text-ink-2">{words.t("guide.done", { done, of: steps.length })}</span>
          <Button onClick={putAway}>{words.t("guide.putAway")}</Button>
        </>
      }
    >
      <ol className="grid gap-0">
        {steps.map((step, at) => (
          <StepRow key={step.name} step={step} at={at + 1} next={step === next} />
        ))}
      </ol>
      {next === undefined ? <p className="px-3.5 py-2.5 text-ink-2">{words.t("guide.handOver")}</p> : null}
      {demo ? <DemoPanel /> : null}
    </Sheet>
  );
}

function StepRow({ step, at, next }: { step: Step; at: number; next: boolean }) {
  const words = useWords();
  const viewer = useViewer();
  const waits = viewer.company === null && step.name !== "company";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 border-b border-line px-3.5 py-2 last:border-b-0">
      <span className="font-mono text-[13px] text-ink-2">{at}</span>
      <div>
        <p className={next ? "font-semibold" : ""}>{words.t(`guide.${step.name}`)}</p>
        {next ? (
          <p className="mt-0.5 max-w-2xl text-ink-2">
            {waits ? words.t("guide.choose") : words.t(`guide.${step.name}.help`)}
          </p>
        ) : null}
      </div>
      {step.done ? (
        <Tag tone="ok">{words.t("guide.ticked")}</Tag>
      ) : (
        <Link
          href={waits ? "/companies" : step.href}
          prefetch={false}
          className="min-h-6 font-semibold text-pine underline underline-offset-3"
        >
          {words.t(`guide.${step.name}.go`)}
        </Link>
      )}
    </li>
  );
}
