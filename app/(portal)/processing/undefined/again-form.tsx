"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useDeferredValue, useEffect, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { FailureText, ServerSentence } from "../../../_ui/failure.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { AgainResult } from "./again-result.tsx";
import { type Layout, LayoutField, layoutOf } from "./layout-field.tsx";
import type { DriverView, UndefinedDay, UndefinedView } from "./views.ts";

interface AgainFormProps {
  readonly view: UndefinedView;
  readonly day: UndefinedDay;
  readonly close: () => void;
  readonly changed: () => void;
}

type Options = Readonly<Record<string, string>>;
/** So long nothing is typed before a preview is asked for. */
const REST_MS = 500;

/** Another driver or other options for a day's lines, with what they would become while one chooses. */
export function AgainForm({ view, day, close, changed }: AgainFormProps) {
  const words = useWords();
  const queries = useQueryClient();
  const source = view.sources.find(({ id }) => id === day.sourceId);
  const drivers = useQuery({
    queryKey: ["drivers"],
    queryFn: () => api.sources.drivers.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [chosen, setChosen] = useState(source?.driver ?? "");
  const [options, setOptions] = useState<Options>(() => textOptions(source?.driverOptions));
  const [oldest, setOldest] = useState(day.day);
  const [layout, setLayout] = useState<Layout | null>(() => layoutOf(source));
  const driver = drivers.data?.find(({ id }) => id === chosen);
  const told = driver?.options.filter(({ name }) => layout === null || name !== "layout") ?? [];
  const period = { sourceId: day.sourceId, from: oldest, to: day.day };
  const asked = { ...period, driver: chosen, driverOptions: options, ...(layout === null ? {} : { layout }) };
  const tried = useRested(JSON.stringify(asked));
  const preview = useQuery({
    queryKey: ["undefined", "preview", tried],
    queryFn: () => api.undefined.preview.mutate(JSON.parse(tried) as typeof asked),
    enabled: chosen !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    gcTime: 0,
  });
  const start = useAct(() => api.undefined.again.mutate(asked), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["undefined", "works"] });
      close();
      changed();
    },
  });
  const days = [
    ...new Set(view.days.filter((one) => one.sourceId === day.sourceId && one.day <= day.day).map((one) => one.day)),
  ];
  return (
    <div className="grid gap-3 rounded-md border border-line p-3">
      <p className="text-ink-2">{words.t("undefined.again.help")}</p>
      <DriverField
        drivers={drivers.data ?? []}
        driver={driver}
        choose={(id) => {
          const isOwn = id === source?.driver;
          setChosen(id);
          setOptions(isOwn ? textOptions(source.driverOptions) : {});
          setLayout(isOwn ? layoutOf(source) : null);
        }}
      />
      {driver === undefined ? null : <LayoutField driver={driver.id} layout={layout} choose={setLayout} />}
      {told.length === 0 ? null : (
        <details open={Object.keys(options).length > 0} className="rounded-md border border-line px-3 py-2">
          <summary className="min-h-6 font-semibold">{words.t("undefined.again.options")}</summary>
          <div className="mt-2 grid gap-3">
            {told.map((option) => (
              <OptionField
                key={`${chosen} ${option.name}`}
                option={option}
                value={options[option.name] ?? ""}
                set={(value) => setOptions((now) => withOption(now, option.name, value))}
              />
            ))}
          </div>
        </details>
      )}
      {days.length < 2 ? null : (
        <SelectField
          id="again-from"
          label={words.t("undefined.again.from")}
          value={oldest}
          onChange={(event) => setOldest(event.target.value)}
        >
          {days.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </SelectField>
      )}
      <AgainResult query={preview} stale={tried !== JSON.stringify(asked)} />
      {start.error ? (
        <div role="alert" className="text-brick">
          <FailureText error={start.error} />
        </div>
      ) : null}
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={close}>{words.t("action.cancel")}</Button>
        <Button kind="main" disabled={driver === undefined || start.isPending} onClick={() => start.mutate()}>
          {words.t("undefined.again.submit")}
        </Button>
      </div>
      <p className="text-[12.5px] text-ink-2">
        {words.t("undefined.again.source")}{" "}
        <Link
          href={`/sources?panel=${day.sourceId}`}
          prefetch={false}
          className="text-pine underline underline-offset-3"
        >
          {words.t("undefined.again.source.link")}
        </Link>
      </p>
    </div>
  );
}

function DriverField(props: {
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

function OptionField({ option, value, set }: OptionFieldProps) {
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
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(rested);
}

function withOption(options: Options, name: string, value: string): Options {
  const { [name]: _, ...others } = options;
  return value === "" ? others : { ...others, [name]: value };
}

function textOptions(options: Readonly<Record<string, unknown>> | undefined): Options {
  return Object.fromEntries(Object.entries(options ?? {}).map(([name, value]) => [name, String(value)]));
}
