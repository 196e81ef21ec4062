"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Product } from "#server/domain/codes.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { isDouble } from "../../../_ui/double-click.ts";
import { Refusal } from "../../../_ui/failure.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { StartTerms, useStartTerms } from "../start-terms.tsx";
import type { Attempt } from "../use-source-form.ts";

interface StartStepProps {
  readonly attempt: Attempt;
  readonly product: Product;
  /** Whether something was changed since the test. */
  readonly isStale: boolean;
  readonly started: (source: { readonly sourceId: number }) => void;
}

/** The last step: what holds for what comes, and the one button that stores anything. */
export function StartStep({ attempt, product, isStale, started }: StartStepProps) {
  const words = useWords();
  const [withoutSsn, leaveSsn] = useState(false);
  const terms = useStartTerms(product, attempt.input.keepNames ?? false);
  const start = useMutation({
    mutationFn: () => api.sources.begin.mutate({ source: attempt.input, edgeId: attempt.edgeId, withoutSsn }),
    onSuccess: started,
  });
  const { pin } = attempt.found;
  const isOpen =
    pin !== undefined && attempt.found.frames === 0 && !Object.values(attempt.input.settings).includes(pin.fingerprint);
  // Until the source's page is there, a second press would begin a second source.
  const begins = start.isPending || start.isSuccess;
  const held =
    terms.data !== undefined && (terms.data.undecided.length > 0 || (terms.data.ssn === "asked" && !withoutSsn));
  return (
    <div className="grid gap-3">
      <StartTerms terms={terms} withoutSsn={withoutSsn} leaveSsn={leaveSsn} />
      <p className="text-ink-2">{words.t(isStale ? "sources.changed" : "sources.begin.what")}</p>
      <Refusal error={start.error} />
      <div>
        <Button
          kind="main"
          disabled={begins || isStale || isOpen || held || terms.data === undefined}
          onClick={(event) => !isDouble(event) && start.mutate()}
        >
          {words.t(begins ? "form.busy" : "sources.begin")}
        </Button>
      </div>
    </div>
  );
}
