"use client";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { PurposeField } from "../../_ui/reason-field.tsx";
import { Form } from "../../_ui/form.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { SearchAnswer } from "./use-search.ts";

/** That there is more than is shown, and for whom a way to see it: with a purpose, which stands in the audit. */
export function RestrictedLine({
  restricted,
  show,
}: {
  restricted: SearchAnswer["restricted"];
  show: (purpose: string) => void;
}) {
  const words = useWords();
  const may = useMay("data.restricted");
  const [asking, setAsking] = useState(false);
  if (restricted.calls === 0) return null;
  if (restricted.shown)
    return (
      <p role="status" className="mx-0.5 mb-3 text-amber">
        {words.t("holds.restricted.shown", { count: restricted.calls })}
      </p>
    );
  return (
    <div className="mx-0.5 mb-3 max-w-160 text-ink-2">
      <p role="status" className="text-amber">
        {words.t("holds.restricted", { count: restricted.calls })}{" "}
        {may && !asking ? (
          <Button kind="plain" onClick={() => setAsking(true)}>
            {words.t("holds.restricted.show")}
          </Button>
        ) : null}
      </p>
      {asking ? (
        <Form
          submit={words.t("patterns.show")}
          busy={false}
          close={() => setAsking(false)}
          send={(fields) => show(fields.text("purpose"))}
        >
          <PurposeField id="restricted-purpose" of="holds.restricted.purpose" />
        </Form>
      ) : null}
    </div>
  );
}
