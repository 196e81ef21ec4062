"use client";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { RecipientView } from "./desk.ts";

/** Where a mail goes, and in which language. */
export function MailFields({ recipient }: { recipient: RecipientView | null }) {
  const words = useWords();
  return (
    <>
      <TextField
        id="recipient-address"
        name="address"
        label={words.t("alarms.field.address")}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        defaultValue={recipient?.address ?? ""}
      />
      <SelectField
        id="recipient-language"
        name="language"
        label={words.t("alarms.field.language")}
        defaultValue={recipient?.language ?? words.language}
      >
        <option value="sv">{words.t("alarms.language.sv")}</option>
        <option value="en">{words.t("alarms.language.en")}</option>
      </SelectField>
    </>
  );
}

/** Where a webhook is called. What was entered is never shown again. */
export function WebhookFields({ recipient }: { recipient: RecipientView | null }) {
  const words = useWords();
  return (
    <>
      <TextField
        id="recipient-url"
        name="url"
        label={words.t("alarms.field.url")}
        help={words.t(recipient === null ? "alarms.field.url.help" : "alarms.field.url.kept", {
          origin: recipient?.address ?? "",
        })}
        type="url"
        required={recipient === null}
        maxLength={2_000}
        autoComplete="off"
      />
      <TextField
        id="recipient-secret"
        name="secret"
        label={words.t("alarms.field.secret")}
        help={words.t("alarms.field.secret.help")}
        autoComplete="off"
        maxLength={100}
      />
      <PinField pin={recipient?.pin ?? null} />
    </>
  );
}

/** For a certificate that no authority vouches for. */
export function PinField({ pin }: { pin: string | null }) {
  const words = useWords();
  return (
    <TextField
      id="recipient-pin"
      name="pin"
      label={words.t("alarms.field.pin")}
      help={words.t("alarms.field.pin.help")}
      pattern="SHA256:([0-9A-F]{2}:){31}[0-9A-F]{2}"
      wrong={words.t("alarms.field.pin.wrong")}
      autoComplete="off"
      maxLength={110}
      defaultValue={pin ?? ""}
    />
  );
}
