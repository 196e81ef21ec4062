"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { ServerSentence } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { SourceView } from "./sources-page.tsx";

type DriverView = inferRouterOutputs<AppRouter>["sources"]["drivers"][number];

/** What differs from the company's own settings, and what the dialect can be told; folded away while nothing is set. */
export function SiteFields({ driver, source }: { driver: DriverView; source: SourceView | undefined }) {
  const words = useWords();
  const { company } = useViewer();
  const site = [
    source?.timeZone,
    source?.country,
    source?.outsideLine,
    source?.extensionDigits,
    source?.internationalPrefix,
  ];
  const set = site.some((value) => value != null);
  const options = source?.driver === driver.id ? source.driverOptions : {};
  return (
    <details open={set || Object.keys(options).length > 0} className="rounded-md border border-line px-3 py-2">
      <summary className="min-h-6 font-semibold">{words.t("sources.site")}</summary>
      <div className="mt-2 grid gap-3">
        <TextField
          id="source-zone"
          name="timeZone"
          label={words.t("companies.column.zone")}
          help={words.t("sources.site.zone.help", { zone: company?.timeZone ?? "" })}
          defaultValue={source?.timeZone ?? ""}
        />
        <TextField
          id="source-country"
          name="country"
          label={words.t("companies.country")}
          wrong={words.t("companies.country.wrong")}
          pattern="[A-Za-z]{2}"
          maxLength={2}
          defaultValue={source?.country ?? ""}
        />
        <TextField
          id="source-outside"
          name="outsideLine"
          label={words.t("companies.outsideLine")}
          wrong={words.t("companies.outsideLine.wrong")}
          inputMode="numeric"
          pattern="[0-9]{1,4}"
          defaultValue={source?.outsideLine ?? ""}
        />
        <TextField
          id="source-digits"
          name="extensionDigits"
          label={words.t("companies.extensionDigits")}
          type="number"
          min={2}
          max={8}
          defaultValue={source?.extensionDigits ?? ""}
        />
        <TextField
          id="source-abroad"
          name="internationalPrefix"
          label={words.t("companies.internationalPrefix")}
          wrong={words.t("companies.internationalPrefix.wrong")}
          inputMode="numeric"
          pattern="[0-9]{1,6}"
          defaultValue={source?.internationalPrefix ?? ""}
        />
        {driver.options.map((option) => (
          <Option key={`${driver.id} ${option.name}`} option={option} value={options[option.name]} />
        ))}
      </div>
    </details>
  );
}

function Option({ option, value }: { option: DriverView["options"][number]; value: unknown }) {
  const words = useWords();
  const given = value === undefined || value === null ? "" : String(value);
  const props = {
    id: `source-option-${option.name}`,
    name: `option-${option.name}`,
    label: words.t("sources.option", { name: option.name }),
    help: <ServerSentence text={option.help} />,
    defaultValue: given,
  };
  if (option.values === undefined) return <TextField {...props} placeholder={option.default} />;
  return (
    <SelectField {...props}>
      <option value="">{option.default ?? words.t("sources.option.none")}</option>
      {option.values
        .filter((choice) => choice !== option.default && choice.trim() !== "")
        .map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
    </SelectField>
  );
}
