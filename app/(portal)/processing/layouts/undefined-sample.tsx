"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

/** Lines are opened a few at a time, as many as the server opens at once. */
const LINES = 20;

/** A day's undefined lines of a source as a sample. Opening them is a disclosure: with a purpose, counted and in the audit. */
export function UndefinedSample({ taken }: { taken: (text: string) => void }) {
  const words = useWords();
  const [closed, setClosed] = useState(false);
  const query = useQuery({ queryKey: ["undefined-days"], queryFn: () => api.undefined.show.query() });
  const open = useAct(
    async ({ sourceId, day, purpose }: { sourceId: number; day: string; purpose: string }) => {
      const { lines } = await api.undefined.list.query({ sourceId, day, limit: LINES });
      return await api.undefined.open.mutate({ ids: lines.map(({ id }) => id), purpose });
    },
    {
      onSuccess: ({ lines }) => {
        const texts = lines.flatMap(({ text }) => (text === null ? [] : [text]));
        setClosed(texts.length === 0);
        if (texts.length > 0) taken(texts.join("\n"));
      },
    },
  );
  return (
    <div className="rounded-md border border-line p-3">
      <p className="max-w-3xl text-ink-2">{words.t("layouts.undefined.help")}</p>
      <Answer query={query}>
        {({ days, sources }) =>
          days.length === 0 ? (
            <p className="mt-2">{words.t("layouts.undefined.none")}</p>
          ) : (
            <Form
              submit={words.t("layouts.undefined.open")}
              busy={open.isPending}
              error={open.error}
              send={(fields) => {
                const [sourceId = "", day = ""] = fields.text("day").split(" ");
                open.mutate({ sourceId: Number(sourceId), day, purpose: fields.text("purpose") });
              }}
            >
              <SelectField id="undefined-day" name="day" label={words.t("layouts.undefined.day")} required>
                {days.slice(0, 200).map(({ sourceId, day, lines }) => (
                  <option key={`${sourceId} ${day}`} value={`${sourceId} ${day}`}>
                    {words.t("layouts.undefined.choice", {
                      source: sources.find(({ id }) => id === sourceId)?.name ?? String(sourceId),
                      day,
                      count: lines,
                    })}
                  </option>
                ))}
              </SelectField>
              <TextField
                id="undefined-purpose"
                name="purpose"
                label={words.t("layouts.undefined.purpose")}
                required
                minLength={3}
                maxLength={200}
              />
              {closed ? <p role="status">{words.t("layouts.undefined.closed")}</p> : null}
            </Form>
          )
        }
      </Answer>
    </div>
  );
}
