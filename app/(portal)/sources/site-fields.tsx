"use client";
import { DriverOption, type DriverView } from "../../_ui/driver-option.tsx";
import { DialingFields } from "../../_ui/dialing-fields.tsx";
import { TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { SourceView } from "./sources-page.tsx";

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
        <DialingFields of="source" site={source} />
        {driver.options.map((option) => (
          <DriverOption
            key={`${driver.id} ${option.name}`}
            option={option}
            id={`source-option-${option.name}`}
            name={`option-${option.name}`}
            defaultValue={String(options[option.name] ?? "")}
          />
        ))}
      </div>
    </details>
  );
}
