"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { TextField } from "../../../_ui/field.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { ColumnRows } from "./column-rows.tsx";
import { FactFields } from "./fact-fields.tsx";
import { JsonView } from "./json-view.tsx";
import { forPreview, missingIn, writeDraft } from "./layout-draft.ts";
import { Preview } from "./preview.tsx";
import { SampleBox } from "./sample-box.tsx";
import { ShapeFields } from "./shape-fields.tsx";
import { SkipRules } from "./skip-rules.tsx";
import { useEditing } from "./use-editing.ts";
import { type PreviewedLayout, usePreview } from "./use-preview.ts";

export interface Based {
  readonly layoutId: number;
  readonly version: number;
  readonly newest: number;
}

interface EditorProps {
  readonly name: string;
  /** JSON. */
  readonly text: string;
  /** The version that is changed; null for a new layout. */
  readonly based: Based | null;
  readonly readOnly?: boolean;
  readonly sample: string;
  readonly setSample: (sample: string) => void;
  readonly saved: (saved: { layoutId: number; version: number }) => void;
}

/** A sample on top, the layout beside what the sample becomes under it. */
export function Editor({ name: begunName, text, based, readOnly = false, sample, setSample, saved }: EditorProps) {
  const words = useWords();
  const editing = useEditing(text);
  const [name, setName] = useState(begunName);
  const [view, setView] = useState<"form" | "json">("form");
  const { draft, sound } = editing;
  const missing = missingIn(draft);
  const asked = useMemo(
    () => (sound && Object.keys(draft.fields).length > 0 ? writeDraft(forPreview(draft)) : null),
    [draft, sound],
  );
  const preview = usePreview(asked, sample);
  const texts = useMemo(() => textsIn(preview.data), [preview.data]);
  const form = { draft, change: editing.change, texts };
  return (
    <div className="grid gap-4">
      {readOnly ? null : <SampleBox sample={sample} setSample={setSample} editing={editing} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
        <Sheet title={words.t("layouts.form")} actions={<ViewChoice view={view} setView={setView} />} padded>
          <div className="grid gap-4">
            <TextField
              id="layout-name"
              label={words.t("layouts.name")}
              help={words.t("layouts.name.help")}
              value={name}
              maxLength={80}
              readOnly={readOnly}
              onChange={(event) => setName(event.target.value)}
            />
            {view === "json" ? (
              <JsonView editing={editing} name={name} readOnly={readOnly} />
            ) : (
              // A disabled fieldset disables all that is in it.
              <fieldset disabled={readOnly} className="grid min-w-0 gap-4">
                <ShapeFields {...form} />
                <ColumnRows {...form} />
                <FactFields {...form} />
                <SkipRules {...form} />
              </fieldset>
            )}
            {missing.length > 0 ? (
              <ul className="grid gap-1 rounded-md bg-amber-soft px-3 py-2">
                {missing.map((what) => (
                  <li key={what}>{words.t(`layouts.missing.${what}`)}</li>
                ))}
              </ul>
            ) : null}
            {readOnly ? null : (
              <Saving
                name={name}
                text={editing.text}
                begun={{ name: begunName, text }}
                ready={sound && missing.length === 0}
                based={based}
                saved={saved}
              />
            )}
          </div>
        </Sheet>
        {/* Under the sample on a narrow screen, beside the form and always in sight on a wide one. */}
        <div className="order-first min-w-0 lg:sticky lg:top-4 lg:order-none">
          <Preview query={preview} asked={asked !== null && sample.trim() !== ""} missing={missing} />
        </div>
      </div>
    </div>
  );
}

function ViewChoice({ view, setView }: { view: "form" | "json"; setView: (view: "form" | "json") => void }) {
  const words = useWords();
  return (
    <fieldset className="flex gap-1.5">
      <legend className="sr-only">{words.t("layouts.view")}</legend>
      {(["form", "json"] as const).map((one) => (
        <Button
          key={one}
          aria-pressed={view === one}
          kind={view === one ? "main" : "line"}
          onClick={() => setView(one)}
        >
          {words.t(`layouts.view.${one}`)}
        </Button>
      ))}
    </fieldset>
  );
}

interface SavingProps extends Pick<EditorProps, "based" | "saved"> {
  readonly name: string;
  readonly text: string;
  readonly begun: { readonly name: string; readonly text: string };
  readonly ready: boolean;
}

function Saving({ name, text, begun, ready, based, saved }: SavingProps) {
  const words = useWords();
  const queries = useQueryClient();
  const save = useAct(
    () =>
      api.layouts.save.mutate({
        name,
        layout: text,
        ...(based === null ? {} : { layoutId: based.layoutId, basedOn: based.newest }),
      }),
    {
      onSuccess: (done) => {
        void queries.invalidateQueries({ queryKey: ["layouts"] });
        saved(done);
      },
    },
  );
  // An older version that was opened can be saved again as it is: it is the newest one then.
  const changed = name !== begun.name || text !== begun.text || (based !== null && based.version !== based.newest);
  return (
    <div className="grid gap-2">
      <Refusal error={save.error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          kind="main"
          disabled={!ready || !changed || name.trim() === "" || save.isPending}
          onClick={() => save.mutate()}
        >
          {save.isPending
            ? words.t("form.busy")
            : based === null
              ? words.t("layouts.save.new")
              : words.t("layouts.save.version", { version: based.newest + 1 })}
        </Button>
        <span role="status" className="text-ink-2">
          {changed && based !== null ? words.t("layouts.unsaved") : ""}
        </span>
      </div>
    </div>
  );
}

/** What stands in each field, of lines that are not passed over: to show, and to choose formats by. */
function textsIn(preview: PreviewedLayout | undefined): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const line of preview?.lines ?? []) {
    if (line.became === "nothing") continue;
    for (const { field, text } of line.fields) {
      const known = texts.get(field) ?? [];
      if (!known.includes(text)) known.push(text);
      texts.set(field, known);
    }
  }
  return texts;
}
