"use client";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { CheckField, SelectField, TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { CollectedView } from "./collected-page.tsx";

interface GroundPanelProps {
  readonly view: CollectedView;
  readonly close: () => void;
  readonly changed: () => void;
}

const GROUNDS = ["consent", "purpose", "identification", "other"] as const;

/** Records why identity numbers are stored, or takes it back; what is stored may end with it. */
export function GroundPanel({ view, close, changed }: GroundPanelProps) {
  return view.ground === null ? (
    <Justify close={close} changed={changed} />
  ) : (
    <Withdraw close={close} changed={changed} />
  );
}

function Justify({ close, changed }: Pick<GroundPanelProps, "close" | "changed">) {
  const words = useWords();
  const justify = useAct(api.collected.justify.mutate, { onSuccess: changed });
  return (
    <Panel title={words.t("collected.ssn.justify")} close={close}>
      <Form
        submit={words.t("collected.ssn.justify")}
        busy={justify.isPending}
        error={justify.error}
        close={close}
        send={(fields) => {
          const ground = GROUNDS.find((one) => one === fields.text("ground")) ?? "other";
          justify.mutate({ ground, reason: fields.text("reason") });
        }}
      >
        <SelectField id="ground" name="ground" label={words.t("collected.ground")}>
          {GROUNDS.map((ground) => (
            <option key={ground} value={ground}>
              {words.t(`collected.ground.${ground}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          id="ground-reason"
          name="reason"
          label={words.t("collected.why")}
          help={words.t("collected.why.help")}
          required
          minLength={10}
          maxLength={500}
        />
      </Form>
    </Panel>
  );
}

function Withdraw({ close, changed }: Pick<GroundPanelProps, "close" | "changed">) {
  const words = useWords();
  const [ends, setEnds] = useState(false);
  const withdraw = useAct(api.collected.withdraw.mutate, { onSuccess: changed });
  return (
    <Panel title={words.t("collected.ssn.withdraw")} close={close}>
      <p className="text-ink-2">{words.t("collected.ssn.withdraw.help")}</p>
      <Form
        submit={words.t("collected.ssn.withdraw")}
        kind={ends ? "danger" : "main"}
        busy={withdraw.isPending}
        error={withdraw.error}
        close={close}
        send={(fields) => withdraw.mutate({ reason: fields.text("reason"), endStored: ends })}
      >
        <CheckField
          id="ground-ends"
          label={words.t("collected.ssn.end")}
          help={words.t("collected.ssn.end.help")}
          checked={ends}
          onChange={(event) => setEnds(event.target.checked)}
        />
        <ReasonField id="ground-reason" />
      </Form>
    </Panel>
  );
}
