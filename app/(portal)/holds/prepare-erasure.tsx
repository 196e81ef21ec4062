"use client";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ErasePanel } from "../data/erase-panel.tsx";
import { fixedChoice } from "../data/fixed-choice.ts";

interface PrepareErasureProps {
  readonly caseId: string;
  readonly name: string;
  readonly close: () => void;
  readonly erased: () => void;
}

/** An objection that was upheld: who erases types the number again, and the panel of the page Data management does the rest. */
export function PrepareErasure({ caseId, name, close, erased }: PrepareErasureProps) {
  const words = useWords();
  const [erasing, setErasing] = useState(false);
  const prepare = useAct(
    (fields: FormFields) => api.cases.prepareErasure.mutate({ caseId, text: fields.text("text") }),
    { gcTime: 0 },
  );
  if (prepare.data === undefined)
    return (
      <Form
        submit={words.t("holds.prepare")}
        busy={prepare.isPending}
        error={prepare.error}
        close={close}
        send={(fields) => prepare.mutate(fields)}
      >
        <p className="text-ink-2">{words.t("holds.prepare.lead")}</p>
        <TextField
          id="case-again"
          name="text"
          label={words.t("holds.person.number")}
          autoComplete="off"
          inputMode="tel"
          required
          maxLength={200}
        />
      </Form>
    );
  const choice = fixedChoice(prepare.data);
  if (erasing) return <ErasePanel choice={choice} close={close} erased={erased} about={name} />;
  return (
    <div className="mt-3 grid gap-2">
      <p role="status">{words.t("holds.prepare.ready", { count: prepare.data.rows })}</p>
      <Button kind="danger-line" onClick={() => setErasing(true)}>
        {words.t("holds.erase")}
      </Button>
    </div>
  );
}
