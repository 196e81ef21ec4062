"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel, PanelEnd } from "../../../_ui/panel.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { PinField } from "../../processing/alarms/way-fields.tsx";
import type { RelayView } from "./relay-sheet.tsx";

type Security = RelayView["security"];
const PORTS: Readonly<Record<Security, number>> = { starttls: 587, tls: 465, none: 25 };
const SECURITIES: readonly Security[] = ["starttls", "tls", "none"];

interface RelayPanelProps {
  readonly relay: RelayView | null;
  readonly close: () => void;
  readonly changed: () => void;
}

/** The password is entered with every change: it goes to no other server than the one it was entered for. */
export function RelayPanel({ relay, close, changed }: RelayPanelProps) {
  const words = useWords();
  const [security, setSecurity] = useState<Security>(relay?.security ?? "starttls");
  const save = useMutation({
    mutationFn: (fields: FormFields) => api.alarms.setRelay.mutate(inputOf(fields, security)),
    gcTime: 0,
    onSuccess: changed,
  });
  const drop = useMutation({ mutationFn: () => api.alarms.dropRelay.mutate(), onSuccess: changed });
  return (
    <Panel title={words.t("alarms.relay.title")} close={close}>
      <Form
        submit={words.t("alarms.relay.save")}
        busy={save.isPending}
        error={save.error}
        close={close}
        send={(fields) => save.mutate(fields)}
      >
        <SelectField
          id="relay-security"
          label={words.t("alarms.relay.security")}
          value={security}
          onChange={(event) => setSecurity(SECURITIES.find((one) => one === event.target.value) ?? security)}
        >
          {SECURITIES.map((one) => (
            <option key={one} value={one}>
              {words.t(`alarms.security.${one}`)}
            </option>
          ))}
        </SelectField>
        <ServerFields relay={relay} port={relay?.security === security ? relay.port : PORTS[security]} />
        <SenderFields relay={relay} />
        <PinField pin={relay?.pin ?? null} />
      </Form>
      {relay === null ? null : <PanelEnd drop={drop} label={words.t("alarms.relay.remove")} />}
    </Panel>
  );
}

function ServerFields({ relay, port }: { relay: RelayView | null; port: number }) {
  const words = useWords();
  const off = { autoComplete: "off", maxLength: 254 } as const;
  return (
    <>
      <TextField
        id="relay-host"
        name="host"
        label={words.t("alarms.relay.host")}
        help={words.t("alarms.relay.host.help")}
        required
        {...off}
        defaultValue={relay?.host ?? ""}
      />
      <TextField
        // The usual port of another encryption stands there anew; what was typed of the server stays.
        key={port}
        id="relay-port"
        name="port"
        label={words.t("alarms.relay.port")}
        type="number"
        min={1}
        max={65_535}
        required
        defaultValue={port}
      />
      <TextField
        id="relay-username"
        name="username"
        label={words.t("alarms.relay.username")}
        {...off}
        defaultValue={relay?.username ?? ""}
      />
      <TextField
        id="relay-password"
        name="password"
        type="password"
        label={words.t("alarms.relay.password")}
        help={words.t("alarms.relay.password.help")}
        autoComplete="new-password"
        maxLength={1_000}
      />
    </>
  );
}

function SenderFields({ relay }: { relay: RelayView | null }) {
  const words = useWords();
  return (
    <>
      <TextField
        id="relay-sender"
        name="sender"
        type="email"
        label={words.t("alarms.relay.sender")}
        required
        autoComplete="off"
        maxLength={254}
        defaultValue={relay?.sender ?? ""}
      />
      <TextField
        id="relay-portal"
        name="portal"
        type="url"
        label={words.t("alarms.relay.portal")}
        help={words.t("alarms.relay.portal.help")}
        autoComplete="off"
        maxLength={253}
        defaultValue={relay?.portal ?? globalThis.location?.origin ?? ""}
      />
    </>
  );
}

function inputOf(fields: FormFields, security: Security) {
  return {
    host: fields.text("host"),
    port: fields.number("port") ?? PORTS[security],
    security,
    username: fields.optional("username"),
    password: fields.raw("password") === "" ? null : fields.raw("password"),
    sender: fields.text("sender"),
    portal: fields.optional("portal"),
    pin: fields.optional("pin"),
  };
}
