"use client";
import { DriverOption } from "../../../_ui/driver-option.tsx";
import { ServerSentence } from "../../../_ui/failure.tsx";
import { SelectField } from "../../../_ui/field.tsx";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { LayoutField } from "./layout-field.tsx";
import type { Reading } from "./use-reading.ts";

/** The driver that reads, and the saved layout it goes by. */
export function ReadingFields({ reading }: { reading: Reading }) {
  const words = useWords();
  const said = useSentences();
  const { drivers, driver, layout, setLayout } = reading;
  return (
    <>
      <SelectField
        id="again-driver"
        label={words.t("sources.driver")}
        help={driver === undefined ? undefined : <ServerSentence text={driver.confirmed} />}
        value={driver?.id ?? ""}
        onChange={(event) => reading.choose(event.target.value)}
      >
        {drivers.map(({ id, title, product }) => (
          <option key={id} value={id}>
            {said(title)} ({words.t(`product.${product}`)})
          </option>
        ))}
      </SelectField>
      {driver === undefined ? null : <LayoutField driver={driver.id} layout={layout} choose={setLayout} />}
    </>
  );
}

/** What the driver is told besides. */
export function OptionFields({ reading: { driver, told, options, setOption } }: { reading: Reading }) {
  return told.map((option) => (
    <DriverOption
      key={`${driver?.id} ${option.name}`}
      option={option}
      id={`again-option-${option.name}`}
      value={options[option.name] ?? ""}
      onChange={(event) => setOption(option.name, event.target.value)}
    />
  ));
}
