"use client";
import { useDeferredValue, useEffect, useState } from "react";
import { ServerSentence } from "../../../_ui/failure.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { DriverView } from "./views.ts";

export type Options = Readonly<Record<string, string>>;
/** So long nothing is typed before a preview is asked for. */
const REST_MS = 500;

/** The driver that reads. */
export function DriverField(props: {
  readonly drivers: readonly DriverView[];
  readonly driver: DriverView | undefined;
  readonly choose: (id: string) => void;
}) {
  const words = useWords();
  const said = useSentences();
  return (
    <SelectField
      id="again-driver"
      label={words.t("sources.driver")}
      help={props.driver === undefined ? undefined : <ServerSentence text={props.driver.confirmed} />}
      value={props.driver?.id ?? ""}
      onChange={(event) => props.choose(event.target.value)}
    >
      {props.drivers.map(({ id, title, product }) => (
        <option key={id} value={id}>
          {said(title)} ({words.t(`product.${product}`)})
        </option>
      ))}
    </SelectField>
  );
}

interface OptionFieldProps {
  readonly option: DriverView["options"][number];
  readonly value: string;
  readonly set: (value: string) => void;
}

/** One thing the driver is told besides. */
export function OptionField({ option, value, set }: OptionFieldProps) {
  const words = useWords();
  const field = {
    ...{ id: `again-option-${option.name}`, label: words.t("sources.option", { name: option.name }), value },
    help: <ServerSentence text={option.help} />,
  };
  if (option.values === undefined)
    return <TextField {...field} placeholder={option.default} onChange={(event) => set(event.target.value)} />;
  return (
    <SelectField {...field} onChange={(event) => set(event.target.value)}>
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

/** The value once it has been left alone for a moment: a preview opens lines and stands in the audit. */
export function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(rested);
}

export function withOption(options: Options, name: string, value: string): Options {
  const { [name]: _, ...others } = options;
  return value === "" ? others : { ...others, [name]: value };
}

export function textOptions(options: Readonly<Record<string, unknown>> | undefined): Options {
  return Object.fromEntries(Object.entries(options ?? {}).map(([name, value]) => [name, String(value)]));
}
