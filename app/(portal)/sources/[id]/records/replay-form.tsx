"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../../_trpc/client.ts";
import { TextField } from "../../../../_ui/field.tsx";
import { Form } from "../../../../_ui/form.tsx";
import { useAct } from "../../../../_ui/step-up.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";
import { type Layout, LayoutField } from "../../../processing/undefined/layout-field.tsx";
import {
  DriverField,
  OptionField,
  type Options,
  textOptions,
  useRested,
  withOption,
} from "../../../processing/undefined/reading-fields.tsx";
import type { SourcePageView } from "../source-page.tsx";
import { PeriodFields } from "./period-fields.tsx";
import { ReplayResult } from "./replay-result.tsx";
import type { RawFormProps } from "./verify-form.tsx";

/** Another driver, other options or another version of a layout, with what calls would become while one chooses. */
export function ReplayForm(props: RawFormProps) {
  const source = useQuery({
    queryKey: ["source", props.sourceId],
    queryFn: () => api.sources.show.query({ sourceId: props.sourceId }),
  });
  return source.data === undefined ? null : <Replay {...props} source={source.data.source} />;
}

interface ReplayProps extends RawFormProps {
  readonly source: SourcePageView["source"];
}

function Replay({ sourceId, period: shown, close, source }: ReplayProps) {
  const words = useWords();
  const queries = useQueryClient();
  const drivers = useQuery({
    queryKey: ["drivers"],
    queryFn: () => api.sources.drivers.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const own = { options: textOptions(source.driverOptions), layout: layoutOf(source) };
  const [period, setPeriod] = useState(shown);
  const [chosen, setChosen] = useState(source.driver);
  const [options, setOptions] = useState<Options>(own.options);
  const [layout, setLayout] = useState<Layout | null>(own.layout);
  const driver = drivers.data?.find(({ id }) => id === chosen);
  const told = driver?.options.filter(({ name }) => layout === null || name !== "layout") ?? [];
  const asked = {
    ...{ sourceId, ...period, driver: chosen, driverOptions: options },
    ...(layout === null ? {} : { layout }),
  };
  const tried = useRested(JSON.stringify(asked));
  const preview = useQuery({
    queryKey: ["raw", "preview", tried],
    queryFn: () => api.raw.preview.mutate(JSON.parse(tried) as typeof asked),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    gcTime: 0,
  });
  const start = useAct((purpose: string) => api.raw.replay.mutate({ ...asked, purpose }), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["raw", "works"] });
      close();
    },
  });
  return (
    <Form
      submit={words.t("raw.replay.submit")}
      busy={start.isPending}
      error={start.error}
      close={close}
      send={(fields) => start.mutate(fields.text("purpose"))}
    >
      <p className="text-ink-2">{words.t("raw.replay.help")}</p>
      <PeriodFields period={period} set={setPeriod} />
      <DriverField
        drivers={drivers.data ?? []}
        driver={driver}
        choose={(id) => {
          const isOwn = id === source.driver;
          setChosen(id);
          setOptions(isOwn ? own.options : {});
          setLayout(isOwn ? own.layout : null);
        }}
      />
      {driver === undefined ? null : <LayoutField driver={driver.id} layout={layout} choose={setLayout} />}
      {told.map((option) => (
        <OptionField
          key={`${chosen} ${option.name}`}
          option={option}
          value={options[option.name] ?? ""}
          set={(value) => setOptions((now) => withOption(now, option.name, value))}
        />
      ))}
      <ReplayResult query={preview} stale={tried !== JSON.stringify(asked)} />
      <TextField
        id="raw-purpose"
        name="purpose"
        label={words.t("reveal.purpose")}
        help={words.t("reveal.purpose.help")}
        autoComplete="off"
        required
        minLength={3}
        maxLength={200}
      />
    </Form>
  );
}

function layoutOf({ layoutId, layoutVersion }: SourcePageView["source"]): Layout | null {
  return layoutId === null || layoutVersion === null ? null : { id: layoutId, version: layoutVersion };
}
