"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ExportProgress } from "../exports/export-progress.tsx";
import type { Chosen } from "./use-choice.ts";

const FORMATS = ["csv", "csv-exact", "json"] as const;
type Format = (typeof FORMATS)[number];

/** Freezes what is chosen, asks for the file, and follows it; the page Exports follows it as well. */
export function ExportPanel({ choice, close }: { choice: Chosen; close: () => void }) {
  const words = useWords();
  const [format, setFormat] = useState<Format>("csv");
  const [clear, setClear] = useState(false);
  const start = useMutation({
    mutationFn: async () => {
      const { selectionId } = await choice.freeze();
      return await api.exports.request.mutate({ selectionId, format, otherParties: clear ? "clear" : "masked" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Panel
      title={choice.chosen > 0 ? words.t("export.title.some", { count: choice.chosen }) : words.t("export.title.all")}
      close={close}
    >
      <p className="mb-3 text-ink-2">{words.t("export.lead")}</p>
      {start.data === undefined ? (
        <form onSubmit={submit} className="grid gap-3">
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-[12px] font-semibold text-ink-2">{words.t("export.format")}</legend>
            {FORMATS.map((known) => (
              <label key={known} className="grid grid-cols-[auto_1fr] gap-x-2">
                <input
                  type="radio"
                  name="format"
                  className="mt-0.5 size-4"
                  checked={format === known}
                  onChange={() => setFormat(known)}
                />
                <span>
                  <b className="font-semibold">{words.t(`export.format.${known}`)}</b>
                  <span className="block text-[12.5px] text-ink-2">{words.t(`export.format.${known}.help`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <label className="grid grid-cols-[auto_1fr] gap-x-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4"
              checked={clear}
              onChange={(event) => setClear(event.target.checked)}
            />
            <span>
              <b className="font-semibold">{words.t("export.others")}</b>
              <span className="block text-[12.5px] text-ink-2">{words.t("export.others.help")}</span>
            </span>
          </label>
          {start.isError ? (
            <div role="alert" className="text-brick">
              <FailureText error={start.error} />
            </div>
          ) : null}
          <div className="grid grid-cols-2 gap-2">
            <Button onClick={close}>{words.t("action.cancel")}</Button>
            <Button type="submit" kind="main" disabled={start.isPending}>
              {words.t("export.start")}
            </Button>
          </div>
        </form>
      ) : (
        <div className="grid gap-3">
          <ExportProgress exportId={start.data.exportId} />
          <Button onClick={close}>{words.t("action.close")}</Button>
        </div>
      )}
    </Panel>
  );
}
