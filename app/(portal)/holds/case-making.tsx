"use client";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Progress } from "../../_ui/progress.tsx";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { CaseView } from "./holds-page.tsx";

interface CaseMakingProps {
  readonly view: Pick<CaseView, "caseId" | "calls" | "callsDone" | "createdAt">;
  readonly changed: () => void;
}

/** How far the job has come that carries the calls of a case, and the way out: to cancel says why, and gives back what was carried. */
export function CaseMaking({ view, changed }: CaseMakingProps) {
  const words = useWords();
  const mayChange = useMay("hold.change");
  const [asking, setAsking] = useState(false);
  const cancel = useAct(
    (fields: FormFields) => api.cases.cancel.mutate({ caseId: view.caseId, reason: fields.text("reason") }),
    { onSuccess: changed },
  );
  return (
    <div className="mt-3 grid gap-3">
      <Progress
        done={view.callsDone}
        of={view.calls === 0 ? null : view.calls}
        since={view.createdAt}
        label={words.t("holds.making", { done: view.callsDone, count: view.calls })}
        cancel={mayChange && !asking ? () => setAsking(true) : undefined}
      />
      {asking ? (
        <Form
          submit={words.t("holds.cancel")}
          kind="danger"
          busy={cancel.isPending}
          error={cancel.error}
          close={() => setAsking(false)}
          send={(fields) => cancel.mutate(fields)}
        >
          <p className="text-ink-2">{words.t("holds.cancel.lead")}</p>
          <ReasonField id="case-cancel" />
        </Form>
      ) : null}
    </div>
  );
}
