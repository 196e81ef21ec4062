"use client";
import { TextField } from "./field.tsx";
import { useWords } from "./use-words.tsx";

interface Dialing {
  readonly outsideLine: string | null;
  readonly extensionDigits: number | null;
  readonly internationalPrefix: string | null;
}

/** How numbers are dialled at a site; what it means is said at the company, which has it for all of its sources. */
export function DialingFields({ of, site }: { of: "company" | "source"; site: Dialing | undefined }) {
  const words = useWords();
  const help = (key: "outsideLine" | "internationalPrefix") =>
    of === "company" ? words.t(`companies.${key}.help`) : undefined;
  return (
    <>
      <TextField
        id={`${of}-outside`}
        name="outsideLine"
        label={words.t("companies.outsideLine")}
        help={help("outsideLine")}
        wrong={words.t("companies.outsideLine.wrong")}
        inputMode="numeric"
        pattern="[0-9]{1,4}"
        defaultValue={site?.outsideLine ?? ""}
      />
      <TextField
        id={`${of}-digits`}
        name="extensionDigits"
        label={words.t("companies.extensionDigits")}
        type="number"
        min={2}
        max={8}
        defaultValue={site?.extensionDigits ?? ""}
      />
      <TextField
        id={`${of}-abroad`}
        name="internationalPrefix"
        label={words.t("companies.internationalPrefix")}
        help={help("internationalPrefix")}
        wrong={words.t("companies.internationalPrefix.wrong")}
        inputMode="numeric"
        pattern="[0-9]{1,6}"
        defaultValue={site?.internationalPrefix ?? ""}
      />
    </>
  );
}
