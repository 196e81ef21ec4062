"use client";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useWords } from "../../_ui/use-words.tsx";

export function AddCompany({ close, added }: { close: () => void; added: () => void }) {
  const words = useWords();
  const add = useMutation({
    mutationFn: (input: Parameters<typeof api.companies.add.mutate>[0]) => api.companies.add.mutate(input),
    onSuccess: added,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate({
      name: text("name"),
      slug: text("slug"),
      kind: text("kind") === "public" ? "public" : "private",
      timeZone: text("zone"),
      outsideLine: text("outsideLine") || null,
      extensionDigits: text("extensionDigits") === "" ? null : Number(text("extensionDigits")),
    });
  };
  return (
    <Panel title={words.t("companies.add")} close={close}>
      <form onSubmit={submit} className="mt-2 grid gap-3">
        <TextField id="company-name" name="name" label={words.t("companies.column.name")} required maxLength={120} />
        <TextField
          id="company-slug"
          name="slug"
          label={words.t("companies.column.slug")}
          help={words.t("companies.slug.help")}
          required
          pattern="[a-z0-9][a-z0-9\-]*"
          maxLength={63}
        />
        <SelectField id="company-kind" name="kind" label={words.t("companies.column.kind")}>
          <option value="private">{words.t("companies.kind.private")}</option>
          <option value="public">{words.t("companies.kind.public")}</option>
        </SelectField>
        <TextField
          id="company-zone"
          name="zone"
          label={words.t("companies.column.zone")}
          defaultValue="Europe/Stockholm"
          required
        />
        <TextField
          id="company-outside"
          name="outsideLine"
          label={words.t("companies.outsideLine")}
          help={words.t("companies.outsideLine.help")}
          inputMode="numeric"
          pattern="\d{1,4}"
        />
        <TextField
          id="company-digits"
          name="extensionDigits"
          label={words.t("companies.extensionDigits")}
          inputMode="numeric"
          pattern="[2-8]"
        />
        {add.isError ? (
          <div role="alert" className="text-brick">
            <FailureText error={add.error} />
          </div>
        ) : null}
        <div className="grid grid-cols-2 gap-2">
          <Button onClick={close}>{words.t("action.cancel")}</Button>
          <Button type="submit" kind="main" disabled={add.isPending}>
            {words.t("action.add")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
