"use client";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { Chosen } from "./use-choice.ts";
import type { Hit } from "./use-search.ts";

type Marked = inferRouterOutputs<AppRouter>["data"]["mark"];
type As = "private" | "business" | "rule";
type Which = { readonly hitIds: string[] } | { readonly selectionId: string };

/** Marks what is chosen private or business, or takes the mark back. */
export function MarkPanel({ choice, close, marked }: { choice: Chosen; close: () => void; marked: () => void }) {
  const words = useWords();
  const which = async (): Promise<Which> => ({ selectionId: (await choice.freeze()).selectionId });
  return (
    <Panel title={words.t("sorted.mark.title")} close={close}>
      <p className="text-ink-2">{words.t("sorted.mark.lead")}</p>
      <MarkForm id="mark-chosen" which={which} first="private" close={close} marked={marked} />
    </Panel>
  );
}

/** The same for one call, among its details. */
export function MarkOne({ hit, marked }: { hit: Hit; marked: () => void }) {
  const words = useWords();
  const may = useMay("nature.mark");
  const [open, setOpen] = useState(false);
  if (!may || hit.kept?.kind === "hold") return null;
  if (!open)
    return (
      <div className="mt-2">
        <Button onClick={() => setOpen(true)}>{words.t("sorted.mark")}</Button>
      </div>
    );
  return (
    <MarkForm
      id="mark-one"
      which={async () => ({ hitIds: [hit.hitId] })}
      first={hit.nature?.by === "hand" ? "rule" : hit.nature?.is === "private" ? "business" : "private"}
      close={() => setOpen(false)}
      marked={marked}
    />
  );
}

interface MarkFormProps {
  readonly id: string;
  readonly which: () => Promise<Which>;
  readonly first: As;
  readonly close: () => void;
  readonly marked: () => void;
}

function MarkForm({ id, which, first, close, marked }: MarkFormProps) {
  const words = useWords();
  const [as, setAs] = useState<As>(first);
  const act = useAct(
    async (fields: FormFields) => {
      const purpose = fields.optional("purpose");
      return await api.data.mark.mutate({ ...(await which()), as, ...(purpose === null ? {} : { purpose }) });
    },
    { onSuccess: marked },
  );
  if (act.data !== undefined)
    return (
      <div className="mt-2 grid gap-3" role="status">
        <p>{doneText(act.data, words)}</p>
        <Button onClick={close}>{words.t("action.close")}</Button>
      </div>
    );
  return (
    <Form
      submit={words.t("sorted.mark.submit")}
      busy={act.isPending}
      error={act.error}
      close={close}
      send={(fields) => act.mutate(fields)}
    >
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("sorted.mark.as")}</legend>
        {(["private", "business", "rule"] as const).map((one) => (
          <label key={one} className="grid min-h-6 grid-cols-[auto_1fr] gap-x-2">
            <input
              type="radio"
              name={`${id}-as`}
              className="mt-0.5 size-4"
              checked={as === one}
              onChange={() => setAs(one)}
            />
            <span>{words.t(`sorted.mark.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {as === "private" ? null : (
        <TextField
          id={`${id}-purpose`}
          name="purpose"
          label={words.t("sorted.mark.purpose")}
          help={words.t("sorted.mark.purpose.help")}
          autoComplete="off"
          minLength={3}
          maxLength={200}
        />
      )}
    </Form>
  );
}

function doneText({ marked, kept }: Marked, words: ReturnType<typeof useWords>): string {
  const done = marked === 0 ? words.t("sorted.mark.none") : words.t("sorted.mark.done", { count: marked });
  return kept === 0 ? done : `${done} ${words.t("sorted.mark.kept", { count: kept })}`;
}
