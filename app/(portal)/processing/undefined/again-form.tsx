"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { SelectField } from "../../../_ui/field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { AgainResult } from "./again-result.tsx";
import { Preview } from "./preview.tsx";
import { OptionFields, ReadingFields } from "./reading-fields.tsx";
import { useReading } from "./use-reading.ts";
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
  const reading = useReading(source);
  const [oldest, setOldest] = useState(day.day);
  const asked = { sourceId: day.sourceId, from: oldest, to: day.day, ...reading.asked };
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
      <ReadingFields reading={reading} />
      {reading.told.length === 0 ? null : (
        <details open={Object.keys(reading.options).length > 0} className="rounded-md border border-line px-3 py-2">
          <summary className="min-h-6 font-semibold">{words.t("undefined.again.options")}</summary>
          <div className="mt-2 grid gap-3">
            <OptionFields reading={reading} />
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
      <Preview
        of="undefined"
        asked={asked}
        ask={(input) => api.undefined.preview.mutate(input)}
        enabled={asked.driver !== ""}
      >
        {(preview) => <AgainResult preview={preview} />}
      </Preview>
      <Refusal error={start.error} />
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={close}>{words.t("action.cancel")}</Button>
        <Button kind="main" disabled={reading.driver === undefined || start.isPending} onClick={() => start.mutate()}>
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
