"use client";
import { ServerSentence } from "../../_ui/failure.tsx";
import type { DriverView } from "../../_ui/driver-option.tsx";
import { SelectField } from "../../_ui/field.tsx";
import { useSentences } from "../../_ui/use-sentence.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { TransportsView, TransportView } from "./transport-values.ts";

/** Which telephone system, by the dialect it writes. */
export function SystemField(props: {
  drivers: readonly DriverView[];
  driver: DriverView | undefined;
  choose: (id: string) => void;
}) {
  const { drivers, driver, choose } = props;
  const words = useWords();
  const said = useSentences();
  return (
    <SelectField
      id="source-driver"
      name="driver"
      label={words.t("sources.driver")}
      help={driver === undefined ? undefined : <ServerSentence text={driver.confirmed} />}
      value={driver?.id ?? ""}
      onChange={(event) => choose(event.target.value)}
      required
    >
      {drivers.map(({ id, title, product }) => (
        <option key={id} value={id}>
          {said(title)} ({words.t(`product.${product}`)})
        </option>
      ))}
    </SelectField>
  );
}

/** By which way its records come: the usual ones for the system first, then all others. */
export function WayField(props: {
  ways: TransportsView;
  driver: DriverView;
  transport: TransportView;
  choose: (id: string) => void;
}) {
  const { ways, driver, transport, choose } = props;
  const words = useWords();
  const usual = ways.usual[driver.id] ?? [];
  const nameOf = (id: string) => words.known(`transport.${id}`) ?? id;
  const others = ways.transports.filter(({ id }) => !usual.includes(id));
  // Where it is chosen who connects, the field says it.
  const begins = transport.fields.some(({ values }) => values?.includes("connect"))
    ? ""
    : words.t(`sources.begins.${transport.begins}`);
  const help = [words.known(`transport.${transport.id}.help`), begins];
  return (
    <SelectField
      id="source-way"
      name="transport"
      label={words.t("sources.way")}
      help={help.filter(Boolean).join(" ")}
      value={transport.id}
      onChange={(event) => choose(event.target.value)}
      required
    >
      <optgroup label={words.t("sources.way.usual")}>
        {usual.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </optgroup>
      {others.length === 0 ? null : (
        <optgroup label={words.t("sources.way.others")}>
          {others.map(({ id }) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </optgroup>
      )}
    </SelectField>
  );
}
