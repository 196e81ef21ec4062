"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { DialingFields } from "../../_ui/dialing-fields.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { CompanyView } from "./companies-page.tsx";

interface CompanyFormProps {
  /** The company that is changed; without one it is added. */
  readonly company?: CompanyView;
  readonly close: () => void;
  readonly saved: () => void;
}

/** Name, language and how numbers are read at the site; says what a change reaches and what it does not. */
export function CompanyForm({ company, close, saved }: CompanyFormProps) {
  const words = useWords();
  const viewer = useViewer();
  const [zone, setZone] = useState(company?.timeZone ?? "Europe/Stockholm");
  const save = useMutation({
    mutationFn: async (fields: FormFields) => {
      const settings = settingsOf(fields);
      if (company === undefined)
        await api.companies.add.mutate({
          ...settings,
          slug: fields.text("slug"),
          resellerName: fields.optional("resellerName") ?? undefined,
        });
      else await api.companies.change.mutate({ ...settings, companyId: company.id });
    },
    onSuccess: saved,
  });
  return (
    <Form
      submit={words.t(company === undefined ? "action.add" : "action.save")}
      busy={save.isPending}
      error={save.error}
      close={close}
      send={(fields) => save.mutate(fields)}
    >
      <TextField
        id="company-name"
        name="name"
        label={words.t("companies.column.name")}
        defaultValue={company?.name}
        required
        maxLength={120}
      />
      {company === undefined ? (
        <TextField
          id="company-slug"
          name="slug"
          label={words.t("companies.column.slug")}
          help={words.t("companies.slug.help")}
          wrong={words.t("companies.slug.wrong")}
          required
          pattern="[a-z0-9][a-z0-9\-]*"
          maxLength={63}
        />
      ) : null}
      {company === undefined && viewer.profile !== "reseller" ? (
        <TextField
          id="company-reseller"
          name="resellerName"
          label={words.t("companies.reseller")}
          help={words.t("companies.reseller.help")}
          required
          maxLength={120}
        />
      ) : null}
      <SelectField
        id="company-kind"
        name="kind"
        label={words.t("companies.column.kind")}
        defaultValue={company?.kind ?? "private"}
      >
        <option value="private">{words.t("companies.kind.private")}</option>
        <option value="public">{words.t("companies.kind.public")}</option>
      </SelectField>
      <SelectField
        id="company-language"
        name="language"
        label={words.t("companies.language")}
        defaultValue={company?.language ?? words.language}
      >
        <option value="sv">Svenska</option>
        <option value="en">English</option>
      </SelectField>
      <TextField
        id="company-zone"
        name="timeZone"
        label={words.t("companies.column.zone")}
        help={
          company !== undefined && zone.trim() !== company.timeZone
            ? words.t("companies.zone.change")
            : words.t("companies.zone.help")
        }
        value={zone}
        onChange={(event) => setZone(event.target.value)}
        required
      />
      <SiteFields company={company} />
    </Form>
  );
}

function SiteFields({ company }: { company: CompanyView | undefined }) {
  const words = useWords();
  return (
    <>
      <TextField
        id="company-country"
        name="country"
        label={words.t("companies.country")}
        help={words.t("companies.country.help")}
        wrong={words.t("companies.country.wrong")}
        defaultValue={company?.country ?? "SE"}
        pattern="[A-Z]{2}"
        required
      />
      <DialingFields of="company" site={company} />
      {company === undefined ? null : <p className="text-[12.5px] text-ink-2">{words.t("companies.site.change")}</p>}
    </>
  );
}

function settingsOf(fields: FormFields) {
  return {
    name: fields.text("name"),
    kind: fields.text("kind") === "public" ? ("public" as const) : ("private" as const),
    language: fields.text("language") === "en" ? ("en" as const) : ("sv" as const),
    timeZone: fields.text("timeZone"),
    country: fields.text("country"),
    outsideLine: fields.optional("outsideLine"),
    extensionDigits: fields.number("extensionDigits"),
    internationalPrefix: fields.optional("internationalPrefix"),
  };
}
