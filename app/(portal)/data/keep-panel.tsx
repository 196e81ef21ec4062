"use client";
import { useState } from "react";
import { HOLD_GROUNDS, RESTRICTION_GROUNDS } from "#server/domain/case-grounds.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { CaseFields } from "../holds/case-fields.tsx";
import { KeptLine } from "./kept-line.tsx";
import type { Chosen } from "./use-choice.ts";

type Kind = "hold" | "restriction";

/** Keeps what is chosen for a case: held and shown as before, or restricted and used by nobody. */
export function KeepPanel({ choice, close, kept }: { choice: Chosen; close: () => void; kept: () => void }) {
  const words = useWords();
  const [kind, setKind] = useState<Kind>("hold");
  const act = useAct(
    async (fields: FormFields) => {
      const { selectionId } = await choice.freeze();
      return { made: await send(kind, selectionId, fields), endsOn: fields.text("endsOn") };
    },
    { onSuccess: kept },
  );
  return (
    <Panel title={words.t("holds.keep.title")} close={close}>
      {act.data === undefined ? (
        <>
          <p className="text-ink-2">{words.t("holds.keep.lead")}</p>
          <Form
            submit={words.t("holds.keep.submit")}
            busy={act.isPending}
            error={act.error}
            close={close}
            send={(fields) => act.mutate(fields)}
          >
            <fieldset className="grid gap-1">
              <legend className="sr-only">{words.t("holds.column.kind")}</legend>
              {(["hold", "restriction"] as const).map((one) => (
                <label key={one} className="grid min-h-6 grid-cols-[auto_1fr] gap-x-2">
                  <input
                    type="radio"
                    name="kind"
                    className="mt-0.5 size-4"
                    checked={kind === one}
                    onChange={() => setKind(one)}
                  />
                  <span>{words.t(`holds.keep.${one}`)}</span>
                </label>
              ))}
            </fieldset>
            <CaseFields grounds={kind === "hold" ? HOLD_GROUNDS : RESTRICTION_GROUNDS} ends />
          </Form>
        </>
      ) : (
        <div className="grid gap-3" role="status">
          <KeptLine made={act.data.made} endsOn={act.data.endsOn} changed={kept} />
          <Button onClick={close}>{words.t("action.close")}</Button>
        </div>
      )}
    </Panel>
  );
}

async function send(kind: Kind, selectionId: string, fields: FormFields) {
  const said = { selectionId, name: fields.text("name"), reason: fields.text("reason"), endsOn: fields.text("endsOn") };
  const chosen = fields.text("ground");
  if (kind === "hold") {
    const ground = HOLD_GROUNDS.find((one) => one === chosen) ?? "legal-claim";
    return await api.cases.hold.mutate({ ...said, ground });
  }
  const ground = RESTRICTION_GROUNDS.find((one) => one === chosen) ?? "accuracy";
  return await api.cases.restrictCalls.mutate({ ...said, ground });
}
