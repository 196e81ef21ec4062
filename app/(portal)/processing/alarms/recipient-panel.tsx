"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { SelectField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel, PanelEnd } from "../../../_ui/panel.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { Desk, RecipientView, SaveRecipient } from "./desk.ts";
import { ScopeFields } from "./scope-fields.tsx";
import { SecretShown } from "./secret-shown.tsx";
import { TestButton } from "./test-button.tsx";
import { MailFields, WebhookFields } from "./way-fields.tsx";

interface PanelProps {
  readonly desk: Desk;
  /** null for a new one. */
  readonly recipient: RecipientView | null;
  /** Kinds of alarms that may be chosen. */
  readonly offered: readonly string[];
  readonly close: () => void;
  readonly changed: () => void;
}

/** One recipient: where, of what it is told, a test, and the end of it. */
export function RecipientPanel({ desk, recipient, offered, close, changed }: PanelProps) {
  const words = useWords();
  const [way, setWay] = useState<"mail" | "webhook">(recipient?.way ?? "mail");
  const [scope, setScope] = useState<RecipientView["scope"]>(recipient?.scope ?? "all");
  const [kinds, setKinds] = useState<ReadonlySet<string>>(new Set(recipient?.kinds ?? []));
  const save = useMutation({
    mutationFn: (input: SaveRecipient) => desk.save(input),
    gcTime: 0,
    onSuccess: ({ secret }) => {
      changed();
      if (secret === null) close();
    },
  });
  const title = recipient?.address ?? words.t("alarms.add");
  if (save.data?.secret != null)
    return (
      <Panel title={title} close={close}>
        <SecretShown secret={save.data.secret} close={close} />
      </Panel>
    );
  const send = (fields: FormFields) => save.mutate(inputOf(fields, { way, scope, kinds, id: recipient?.id ?? null }));
  return (
    <Panel title={title} close={close}>
      <Form submit={words.t("alarms.save")} busy={save.isPending} error={save.error} close={close} send={send}>
        {recipient === null ? (
          <SelectField
            id="recipient-way"
            label={words.t("alarms.field.way")}
            value={way}
            onChange={(event) => setWay(event.target.value === "webhook" ? "webhook" : "mail")}
          >
            <option value="mail">{words.t("alarms.way.mail")}</option>
            <option value="webhook">{words.t("alarms.way.webhook")}</option>
          </SelectField>
        ) : null}
        {way === "mail" ? <MailFields recipient={recipient} /> : <WebhookFields recipient={recipient} />}
        {desk.of === "installation" ? null : (
          <ScopeFields offered={offered} scope={scope} choose={setScope} kinds={kinds} chooseKinds={setKinds} />
        )}
      </Form>
      {recipient === null ? null : <Existing desk={desk} recipient={recipient} close={close} changed={changed} />}
    </Panel>
  );
}

function Existing({ desk, recipient, close, changed }: Omit<PanelProps, "offered"> & { recipient: RecipientView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const drop = useMutation({
    mutationFn: () => desk.drop(recipient.id),
    onSuccess: () => {
      changed();
      close();
    },
  });
  return (
    <PanelEnd drop={drop} label={words.t("alarms.remove")}>
      <TestButton desk={desk} recipientId={recipient.id} />
      <p className="text-[12.5px] text-ink-2">
        {words.t("alarms.setBy", { name: recipient.setByName, time: shortTime(recipient.changedAt, zone) })}
      </p>
    </PanelEnd>
  );
}

interface Choices {
  readonly way: "mail" | "webhook";
  readonly scope: RecipientView["scope"];
  readonly kinds: ReadonlySet<string>;
  readonly id: string | null;
}

function inputOf(fields: FormFields, { way, scope, kinds, id }: Choices): SaveRecipient {
  const chosen = {
    ...(id === null ? {} : { id }),
    scope,
    kinds: (scope === "kinds" ? [...kinds] : []) as NonNullable<SaveRecipient["kinds"]>,
  };
  if (way === "mail") {
    const language = fields.text("language") === "en" ? "en" : "sv";
    return { way, ...chosen, address: fields.text("address"), language };
  }
  const [url, secret] = [fields.optional("url"), fields.optional("secret")];
  return {
    way,
    ...chosen,
    pin: fields.optional("pin"),
    ...(url === null ? {} : { url }),
    ...(secret === null ? {} : { secret }),
  };
}
