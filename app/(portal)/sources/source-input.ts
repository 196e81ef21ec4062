import type { api } from "../../_trpc/client.ts";
import type { DriverView } from "../../_ui/driver-option.tsx";
import type { FormFields } from "../../_ui/form.tsx";
import { readLayout } from "./layout-field.tsx";
import type { SourceView } from "./sources-page.tsx";
import { credentialsOf, settingsOf, type TransportValues, type TransportView } from "./transport-values.ts";

export type SourceInput = Parameters<typeof api.sources.add.mutate>[0];

interface Chosen {
  readonly driver: DriverView;
  readonly transport: TransportView;
  readonly values: TransportValues;
  readonly source?: SourceView | undefined;
}

/** What stands in the form of a source, as the server takes it. */
export function sourceInput(fields: FormFields, { driver, transport, values, source }: Chosen): SourceInput {
  const options = driver.options.flatMap(({ name }) => {
    const value = fields.optional(`option-${name}`);
    return value === null ? [] : [[name, value]];
  });
  return {
    name: fields.text("name"),
    transport: transport.id,
    driver: driver.id,
    product: source !== undefined && source.driver === driver.id ? source.product : null,
    settings: settingsOf(transport, values, source),
    credentials: credentialsOf(transport, values, fields),
    driverOptions: Object.fromEntries(options),
    layout: readLayout(fields.text("layout")),
    timeZone: fields.optional("timeZone"),
    country: fields.optional("country")?.toUpperCase() ?? null,
    outsideLine: fields.optional("outsideLine"),
    extensionDigits: fields.number("extensionDigits"),
    internationalPrefix: fields.optional("internationalPrefix"),
    keepNames: fields.checked("keepNames"),
  };
}
