"use client";
import { useState } from "react";
import { OBJECTION_GROUNDS, RESTRICTION_GROUNDS } from "#server/domain/case-grounds.ts";
import { api } from "../../_trpc/client.ts";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { CaseFields } from "./case-fields.tsx";

/** A restriction or an objection of one person. The number is typed, sent and forgotten. */
export function PersonPanel({ close, changed }: { close: () => void; changed: () => void }) {
  const words = useWords();
  const [kind, setKind] = useState<"restriction" | "objection">("restriction");
  const grounds = kind === "restriction" ? RESTRICTION_GROUNDS : OBJECTION_GROUNDS;
  const act = useAct((fields: FormFields) => send(kind, fields), { onSuccess: changed, gcTime: 0 });
  return (
    <Panel title={words.t("holds.person.add")} close={close}>
      {act.data !== undefined ? (
        <div className="grid gap-3" role="status">
          <p>{words.t(act.data.known ? "holds.person.done" : "holds.person.unknown")}</p>
          {act.data.state === "making" ? <p>{words.t("holds.person.making", { count: act.data.calls })}</p> : null}
        </div>
      ) : (
        <>
          <p className="text-ink-2">{words.t("holds.person.lead")}</p>
          <Form
            submit={words.t("holds.person.submit")}
            busy={act.isPending}
            error={act.error}
            close={close}
            send={(fields) => act.mutate(fields)}
          >
            <TextField
              id="case-person"
              name="text"
              label={words.t("holds.person.number")}
              autoComplete="off"
              inputMode="tel"
              required
              maxLength={200}
            />
            <SelectField
              id="case-kind"
              name="kind"
              label={words.t("holds.person.what")}
              value={kind}
              onChange={(event) => setKind(event.target.value === "objection" ? "objection" : "restriction")}
            >
              <option value="restriction">{words.t("holds.person.restriction")}</option>
              <option value="objection">{words.t("holds.person.objection")}</option>
            </SelectField>
            <CaseFields grounds={grounds} ends={kind === "restriction"} />
          </Form>
        </>
      )}
    </Panel>
  );
}

async function send(kind: "restriction" | "objection", fields: FormFields) {
  const words = { text: fields.text("text"), name: fields.text("name"), reason: fields.text("reason") };
  if (kind === "objection") {
    const ground = OBJECTION_GROUNDS.find((one) => one === fields.text("ground")) ?? "situation";
    return await api.cases.object.mutate({ ...words, ground });
  }
  const ground = RESTRICTION_GROUNDS.find((one) => one === fields.text("ground")) ?? "accuracy";
  return await api.cases.restrictPerson.mutate({ ...words, ground, endsOn: fields.text("endsOn") });
}
