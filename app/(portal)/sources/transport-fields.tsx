"use client";
import type { ChangeEvent } from "react";
import { CheckField, SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { SecretField } from "./secret-field.tsx";
import { isSecret, type TransportField, type TransportValues, type TransportView } from "./transport-values.ts";
import { shownFields } from "./shown-fields.ts";

interface TransportFieldsProps {
  readonly transport: TransportView;
  readonly values: TransportValues;
  /** Names of the credentials that are set; none of a source that is not there yet. */
  readonly set?: readonly string[];
}

/** What a person sets of a way, drawn from what the way says of itself. */
export function TransportFields({ transport, values, set }: TransportFieldsProps) {
  return shownFields(transport.fields, values.value).map((field) =>
    isSecret(field) ? (
      <SecretField
        key={`${transport.id} ${field.name}`}
        transport={transport.id}
        field={field}
        values={values}
        isSet={set?.includes(field.name) ?? null}
      />
    ) : (
      <PlainField key={`${transport.id} ${field.name}`} transport={transport.id} field={field} values={values} />
    ),
  );
}

interface OneField {
  readonly transport: string;
  readonly field: TransportField;
  readonly values: TransportValues;
}

function PlainField({ transport, field, values }: OneField) {
  const words = useWords();
  const { name, kind, required = false } = field;
  const key = `transport.${transport}.${name}`;
  const label = words.known(key) ?? name;
  const help = words.known(`${key}.help`) ?? undefined;
  const value = values.value(name);
  const change = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => values.set(name, event.target.value);
  const common = { id: `way-${name}`, name, label, help };
  switch (kind) {
    case "choice":
      return (
        <SelectField {...common} value={value} onChange={change}>
          {field.values?.map((one) => (
            <option key={one} value={one}>
              {words.known(`${key}.${one}`) ?? one}
            </option>
          ))}
        </SelectField>
      );
    case "switch":
      return (
        <CheckField
          {...common}
          checked={value === "true"}
          onChange={(event) => values.set(name, String(event.target.checked))}
        />
      );
    case "number":
      return <TextField {...common} type="number" step="any" value={value} onChange={change} required={required} />;
    case "pin":
      return (
        <TextField
          {...common}
          help={help ?? words.t("sources.pin.none")}
          className="font-mono"
          value={value}
          onChange={change}
          autoComplete="off"
          spellCheck={false}
        />
      );
    default:
      return (
        <TextField
          {...common}
          value={value}
          onChange={change}
          required={required}
          maxLength={4096}
          autoComplete="off"
          spellCheck={false}
        />
      );
  }
}
