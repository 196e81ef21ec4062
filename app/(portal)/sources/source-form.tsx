"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { FailureText, ServerSentence } from "../../_ui/failure.tsx";
import { CheckField, SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { useSentences } from "../../_ui/use-sentence.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { LayoutField, layoutOf, readLayout, takesLayout, useAskedLayout } from "./layout-field.tsx";
import { SiteFields } from "./site-fields.tsx";
import type { SourceView } from "./sources-page.tsx";
import { TestResult } from "./test-result.tsx";

type SourceInput = Parameters<typeof api.sources.add.mutate>[0];
type DriverView = inferRouterOutputs<AppRouter>["sources"]["drivers"][number];

interface SourceFormProps {
  /** The source that is set anew; without one it is added. */
  readonly source?: SourceView;
  readonly close: () => void;
  readonly saved: () => void;
}

/** Everything a person sets of a source; it can be tried before it is saved. */
export function SourceForm({ source, close, saved }: SourceFormProps) {
  const words = useWords();
  const said = useSentences();
  const drivers = useQuery({
    queryKey: ["drivers"],
    queryFn: () => api.sources.drivers.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const layouts = useQuery({ queryKey: ["layouts", "all"], queryFn: () => api.layouts.list.query({ limit: 200 }) });
  const asked = useAskedLayout(source === undefined ? layouts.data?.rows : undefined);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = picked ?? source?.driver ?? asked?.kind ?? "";
  const driver = drivers.data?.find(({ id }) => id === chosen) ?? drivers.data?.[0];
  const layout = layoutOf(source, asked, driver);
  const save = useMutation({
    mutationFn: async (input: SourceInput) => {
      if (source === undefined) await api.sources.add.mutate(input);
      else await api.sources.change.mutate({ sourceId: source.id, source: input });
    },
    onSuccess: saved,
  });
  const attempt = useMutation({ mutationFn: (input: SourceInput) => api.sources.test.mutate({ source: input }) });
  const read = (fields: FormFields) => inputOf(fields, driver, source);
  return (
    <Form
      submit={words.t(source === undefined ? "action.add" : "action.save")}
      busy={save.isPending}
      error={save.error ?? attempt.error}
      close={close}
      disabled={driver === undefined}
      send={(fields) => save.mutate(read(fields))}
      also={{
        label: words.t("sources.test"),
        busy: attempt.isPending,
        send: (fields) => attempt.mutate(read(fields)),
      }}
    >
      <TextField
        id="source-name"
        name="name"
        label={words.t("sources.name")}
        defaultValue={source?.name}
        required
        maxLength={120}
      />
      {drivers.isError ? (
        <div role="alert" className="text-brick">
          <FailureText error={drivers.error} />
        </div>
      ) : (
        <SelectField
          id="source-driver"
          name="driver"
          label={words.t("sources.driver")}
          help={driver === undefined ? undefined : <ServerSentence text={driver.confirmed} />}
          value={driver?.id ?? ""}
          onChange={(event) => setPicked(event.target.value)}
          required
        >
          {drivers.data?.map(({ id, title, product }) => (
            <option key={id} value={id}>
              {said(title)} ({words.t(`product.${product}`)})
            </option>
          ))}
        </SelectField>
      )}
      <WhereFields source={source} />
      {driver !== undefined && takesLayout(driver) ? (
        <LayoutField
          key={`${driver.id} ${layout}`}
          layouts={layouts.data?.rows ?? []}
          kind={driver.id}
          begun={layout}
        />
      ) : null}
      {driver === undefined ? null : <SiteFields driver={driver} source={source} />}
      <CheckField
        id="source-names"
        name="keepNames"
        label={words.t("sources.keepNames")}
        help={words.t("sources.keepNames.help")}
        defaultChecked={source?.keepNames ?? false}
      />
      {attempt.data ? <TestResult tested={attempt.data} /> : null}
    </Form>
  );
}

function WhereFields({ source }: { source: SourceView | undefined }) {
  const words = useWords();
  const setting = (name: string) => {
    const value = source?.settings[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  return (
    <>
      <TextField
        id="source-path"
        name="path"
        label={words.t("sources.path")}
        help={words.t("sources.path.help")}
        wrong={words.t("sources.path.wrong")}
        defaultValue={setting("path")}
        pattern="/.*"
        required
      />
      <TextField
        id="source-pattern"
        name="pattern"
        label={words.t("sources.pattern")}
        help={words.t("sources.pattern.help")}
        defaultValue={setting("pattern") ?? "*"}
      />
      <SelectField
        id="source-mode"
        name="mode"
        label={words.t("sources.mode")}
        defaultValue={setting("mode") === "drop" ? "drop" : "tail"}
      >
        <option value="tail">{words.t("sources.mode.tail")}</option>
        <option value="drop">{words.t("sources.mode.drop")}</option>
      </SelectField>
    </>
  );
}

/** Settings that this form does not show stay as they are. */
function inputOf(fields: FormFields, driver: DriverView | undefined, source: SourceView | undefined): SourceInput {
  const rest = source?.settings["restSeconds"];
  const options = (driver?.options ?? []).flatMap(({ name }) => {
    const value = fields.optional(`option-${name}`);
    return value === null ? [] : [[name, value]];
  });
  return {
    name: fields.text("name"),
    driver: driver?.id ?? "",
    product: source !== undefined && source.driver === driver?.id ? source.product : null,
    settings: {
      path: fields.text("path"),
      pattern: fields.text("pattern") || "*",
      mode: fields.text("mode") === "drop" ? "drop" : "tail",
      ...(typeof rest === "number" ? { restSeconds: rest } : {}),
    },
    driverOptions: Object.fromEntries(options),
    layout: readLayout(fields.text("layout")),
    timeZone: fields.optional("timeZone"),
    country: source?.country ?? null,
    outsideLine: fields.optional("outsideLine"),
    extensionDigits: fields.number("extensionDigits"),
    internationalPrefix: source?.internationalPrefix ?? null,
    keepNames: fields.checked("keepNames"),
  };
}
