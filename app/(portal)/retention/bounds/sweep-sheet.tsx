"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { FailureText } from "../../../_ui/failure.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { RetentionView } from "../retention-page.tsx";
import { sinceOf } from "../status.tsx";

const AGAIN_MS = 15_000;

/** Whether clean-up runs by itself, or waits for somebody who has looked at the clock. */
export function SweepSheet() {
  const words = useWords();
  const query = useQuery({
    queryKey: ["retention", "sweep"],
    queryFn: () => api.retention.sweepState.query(),
    refetchInterval: AGAIN_MS,
  });
  return (
    <Sheet title={words.t("retention.bounds.sweep")}>
      <Answer query={query}>{(sweep) => <Sweep sweep={sweep} />}</Answer>
    </Sheet>
  );
}

function Sweep({ sweep }: { sweep: RetentionView["sweep"] }) {
  const words = useWords();
  const mayConfirm = useMay("maintenance.run");
  const confirm = useAct(() => api.retention.confirmSweep.mutate());
  const time = sinceOf(sweep.lastSweepAt, words);
  if (sweep.waitsFor === null) {
    return (
      <p className="px-3.5 py-3">
        {sweep.lastSweepAt === null ? words.t("retention.sweep.never") : words.t("retention.sweep.fine", { time })}
      </p>
    );
  }
  return (
    <div role="alert" className="grid justify-items-start gap-2 px-3.5 py-3">
      <p className="font-semibold text-brick">{words.t(`retention.sweep.${sweep.waitsFor}`)}</p>
      <p className="max-w-3xl">
        {sweep.waitsFor === "clocks"
          ? words.t("retention.sweep.clocks.help")
          : words.t("retention.sweep.late.help", { time })}
      </p>
      {confirm.error ? <FailureText error={confirm.error} /> : null}
      {confirm.isSuccess ? <p role="status">{words.t("retention.sweep.confirmed")}</p> : null}
      {sweep.waitsFor === "late" && mayConfirm && !confirm.isSuccess ? (
        <Button kind="danger-line" disabled={confirm.isPending} onClick={() => confirm.mutate()}>
          {words.t("retention.sweep.confirm")}
        </Button>
      ) : null}
    </div>
  );
}
