"use client";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { CheckField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ExportProgress } from "../exports/export-progress.tsx";
import { type Encryption, EncryptionFields } from "./export-encryption.tsx";
import type { Chosen } from "./use-choice.ts";

const FORMATS = ["csv", "xlsx", "csv-exact", "json"] as const;
type Format = (typeof FORMATS)[number];

/** Freezes what is chosen, asks for the file, and follows it; the page Exports follows it as well. */
export function ExportPanel({ choice, close }: { choice: Chosen; close: () => void }) {
  const words = useWords();
  const [format, setFormat] = useState<Format>("csv");
  const [encryption, setEncryption] = useState<Encryption>("none");
  const [disclosed, setDisclosed] = useState(false);
  const start = useAct(
    async (fields: FormFields) => {
      const { selectionId } = await choice.freeze();
      const encryptFor = encryptForOf(encryption, fields);
      return await api.exports.request.mutate({
        selectionId,
        format,
        ...(disclosed
          ? { disclosure: fields.text("disclosure") }
          : { otherParties: fields.checked("others") ? ("clear" as const) : ("masked" as const) }),
        purpose: fields.text("purpose"),
        ...(encryptFor === null ? {} : { encryptFor }),
      });
    },
    // What was typed, a passphrase too, is not kept once the panel is gone.
    { gcTime: 0 },
  );
  return (
    <Panel
      title={choice.chosen > 0 ? words.t("export.title.some", { count: choice.chosen }) : words.t("export.title.all")}
      close={close}
    >
      <p className="mb-3 text-ink-2">{words.t("export.lead")}</p>
      {start.data === undefined ? (
        <Form
          submit={words.t("export.start")}
          busy={start.isPending}
          error={start.error}
          close={close}
          send={(fields) => start.mutate(fields)}
        >
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("export.format")}</legend>
            {FORMATS.map((known) => (
              <label key={known} className="grid grid-cols-[auto_1fr] gap-x-2">
                <input
                  type="radio"
                  name="format"
                  className="mt-0.5 size-4"
                  checked={format === known}
                  onChange={() => setFormat(known)}
                />
                <span>
                  <b className="font-semibold">{words.t(`export.format.${known}`)}</b>
                  <span className="block text-[12.5px] text-ink-2">{words.t(`export.format.${known}.help`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <WhomItShows disclosed={disclosed} change={setDisclosed} />
          <TextField
            id="export-purpose"
            name="purpose"
            label={words.t("export.purpose")}
            help={words.t("export.purpose.help")}
            autoComplete="off"
            required
            minLength={3}
            maxLength={500}
          />
          <EncryptionFields value={encryption} change={setEncryption} />
        </Form>
      ) : (
        <div className="grid gap-3">
          <ExportProgress exportId={start.data.exportId} />
          <p className="text-[12.5px] text-ink-2">{words.t("export.once")}</p>
          <div className="flex flex-wrap items-center gap-3">
            <Button onClick={close}>{words.t("action.close")}</Button>
            <Link className="font-semibold text-pine underline underline-offset-3" href="/exports">
              {words.t("export.all")}
            </Link>
          </div>
        </div>
      )}
    </Panel>
  );
}

/** Everybody masked for the public, or the other people as far as the profile shows them in files. */
function WhomItShows({ disclosed, change }: { disclosed: boolean; change: (disclosed: boolean) => void }) {
  const words = useWords();
  return (
    <>
      <CheckField
        id="export-disclosed"
        label={words.t("export.disclosure")}
        help={words.t("export.disclosure.help")}
        checked={disclosed}
        onChange={(event) => change(event.target.checked)}
      />
      {disclosed ? (
        <TextField
          id="export-disclosure"
          name="disclosure"
          label={words.t("export.disclosure.reference")}
          help={words.t("export.disclosure.reference.help")}
          autoComplete="off"
          required
          minLength={3}
          maxLength={120}
        />
      ) : (
        <CheckField
          id="export-others"
          name="others"
          label={words.t("export.others")}
          help={words.t("export.others.help")}
        />
      )}
    </>
  );
}

function encryptForOf(encryption: Encryption, fields: FormFields) {
  switch (encryption) {
    case "none":
      return null;
    case "age-key":
      return { recipient: fields.text("encryptFor") };
    case "age-passphrase":
      return { passphrase: fields.raw("passphrase") };
  }
}
