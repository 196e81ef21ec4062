"use client";
import type { ChangeEvent } from "react";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";

export type Encryption = "none" | "age-key" | "age-passphrase";

const KINDS: readonly Encryption[] = ["none", "age-key", "age-passphrase"];

/** For whom the file is encrypted, if at all; in words for people who have not heard of age before. */
export function EncryptionFields({ value, change }: { value: Encryption; change: (next: Encryption) => void }) {
  const words = useWords();
  return (
    <div className="grid gap-2">
      <SelectField
        id="export-encryption"
        name="encryption"
        label={words.t("export.encrypt")}
        help={value === "none" ? undefined : words.t("export.encrypt.open")}
        value={value}
        onChange={(event) => change(KINDS.find((kind) => kind === event.target.value) ?? "none")}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {words.t(`export.encrypt.${kind}`)}
          </option>
        ))}
      </SelectField>
      {value === "age-key" ? (
        <TextField
          id="export-key"
          name="encryptFor"
          label={words.t("export.encrypt.key")}
          help={words.t("export.encrypt.key.help")}
          wrong={words.t("export.encrypt.key.wrong")}
          className="font-mono text-[12.5px]"
          pattern="\s*age1[0-9a-z]+\s*"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={4000}
        />
      ) : null}
      {value === "age-passphrase" ? <PassphraseFields /> : null}
    </div>
  );
}

/** Typed twice, since a slip of the finger closes the file for good. */
function PassphraseFields() {
  const words = useWords();
  return (
    <>
      <TextField
        id="export-passphrase"
        name="passphrase"
        type="password"
        label={words.t("export.encrypt.passphrase")}
        help={words.t("export.encrypt.passphrase.help")}
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={1000}
        onChange={compare}
      />
      <TextField
        id="export-passphrase-again"
        name="passphraseAgain"
        type="password"
        label={words.t("export.encrypt.again")}
        wrong={words.t("export.encrypt.again.wrong")}
        autoComplete="new-password"
        required
        maxLength={1000}
        onChange={compare}
      />
    </>
  );
}

/** The second field is wrong while it differs; what was typed is nowhere but in the fields. */
function compare(event: ChangeEvent<HTMLInputElement>): void {
  const fields = event.target.form?.elements;
  const [first, again] = [fields?.namedItem("passphrase"), fields?.namedItem("passphraseAgain")];
  if (first instanceof HTMLInputElement && again instanceof HTMLInputElement)
    again.setCustomValidity(first.value === again.value ? "" : "differs");
}
