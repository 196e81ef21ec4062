"use client";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { readDraft } from "./layout-draft.ts";
import { readSampleFile, SAMPLE_LIMIT } from "./sample-file.ts";
import { UndefinedSample } from "./undefined-sample.tsx";
import type { Editing } from "./use-editing.ts";

/** A few of the system's own lines: pasted, from a file, or lines that nobody understood. They stand in this box alone. */
export function SampleBox({
  sample,
  setSample,
  editing,
}: {
  sample: string;
  setSample: (sample: string) => void;
  editing: Editing;
}) {
  const words = useWords();
  const maySee = useMay("undefined.see");
  const [cut, setCut] = useState(false);
  const [picking, setPicking] = useState(false);
  const take = (text: string) => {
    setCut(text.length > SAMPLE_LIMIT);
    setSample(text.slice(0, SAMPLE_LIMIT));
  };
  const guess = useAct(() => api.layouts.guess.mutate({ sample }), {
    onSuccess: ({ layout }) => {
      const draft = readDraft(layout);
      if (draft !== null) editing.change(draft);
    },
  });
  return (
    <Sheet title={words.t("layouts.sample")} padded>
      <div className="grid gap-2">
        <label htmlFor="layout-sample" className="text-ink-2">
          {words.t("layouts.sample.help")}
        </label>
        <textarea
          id="layout-sample"
          className="block min-h-32 w-full resize-y overflow-x-auto rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[12.5px] whitespace-pre text-ink"
          rows={6}
          spellCheck={false}
          autoComplete="off"
          value={sample}
          onChange={(event) => take(event.target.value)}
        />
        {cut ? <p className="text-ink-2">{words.t("layouts.sample.tooLong")}</p> : null}
        <div className="flex flex-wrap items-center gap-1.5">
          <Button kind="main" disabled={sample.trim() === "" || guess.isPending} onClick={() => guess.mutate()}>
            {guess.isPending ? words.t("form.busy") : words.t("layouts.guess")}
          </Button>
          <SampleFile take={take} />
          {maySee ? (
            <Button aria-expanded={picking} onClick={() => setPicking(!picking)}>
              {words.t("layouts.undefined")}
            </Button>
          ) : null}
          {editing.undo === null ? null : <Button onClick={editing.undo}>{words.t("layouts.undo")}</Button>}
        </div>
        {picking ? (
          <UndefinedSample
            taken={(text) => {
              take(text);
              setPicking(false);
            }}
          />
        ) : null}
        <div role="status">
          {guess.isSuccess ? (
            <ul className="grid gap-1 rounded-md bg-sunken px-3 py-2">
              <li className="font-semibold">{words.t("layouts.guessed")}</li>
              {guess.data.notes.map((note) => (
                <li key={note}>{words.t(`layouts.note.${note}`)}</li>
              ))}
            </ul>
          ) : null}
        </div>
        <Refusal error={guess.error} />
      </div>
    </Sheet>
  );
}

function SampleFile({ take }: { take: (text: string) => void }) {
  const words = useWords();
  return (
    <label className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-line-strong bg-sheet px-3 py-1 text-[13px] font-semibold focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-pine hover:bg-sunken">
      {words.t("layouts.sample.file")}
      <input
        type="file"
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) void readSampleFile(file).then(take);
        }}
      />
    </label>
  );
}
