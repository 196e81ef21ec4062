"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { FailureText } from "../../../_ui/failure.tsx";
import { SelectField } from "../../../_ui/field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { AgainResult } from "./again-result.tsx";
import { type Layout, LayoutField, layoutOf } from "./layout-field.tsx";
import { DriverField, OptionField, type Options, textOptions, useRested, withOption } from "./reading-fields.tsx";
import type { UndefinedDay, UndefinedView } from "./views.ts";

interface AgainFormProps {
  readonly view: UndefinedView;
  readonly day: UndefinedDay;
  readonly close: () => void;
  readonly changed: () => void;
}

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
