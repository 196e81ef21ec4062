"use client";
import { Button } from "../../../_ui/button.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { saveText } from "../../exports/save-text.ts";
import { readSampleFile } from "./sample-file.ts";
import type { Editing } from "./use-editing.ts";

/** The layout as its JSON: all that the form shows, and what it does not. The same rules hold. */
export function JsonView({ editing, name, readOnly }: { editing: Editing; name: string; readOnly: boolean }) {
  const words = useWords();
  const { text, sound, write } = editing;
  return (
    <div className="grid gap-2">
      <label htmlFor="layout-json" className="text-[12px] font-semibold text-ink-2">
        {words.t("layouts.json")}
      </label>
      <textarea
        id="layout-json"
        className="block min-h-96 w-full resize-y rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[12.5px] text-ink aria-invalid:border-brick"
        rows={24}
        spellCheck={false}
        readOnly={readOnly}
        aria-invalid={sound ? undefined : true}
        aria-describedby={sound ? undefined : "layout-json-wrong"}
        maxLength={65_536}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      {sound ? null : (
        <p id="layout-json-wrong" role="alert" className="text-[12.5px] font-medium text-brick">
          {words.t("layouts.json.wrong")}
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button onClick={() => saveText(`${fileName(name)}.json`, `${text}\n`)}>{words.t("layouts.json.save")}</Button>
        {readOnly ? null : (
          <label className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-line-strong bg-sheet px-3 py-1 text-[13px] font-semibold focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-pine hover:bg-sunken">
            {words.t("layouts.json.read")}
            <input
              type="file"
              accept=".json,application/json"
              className="sr-only"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = "";
                if (file !== undefined) void readSampleFile(file).then((given) => write(given.slice(0, 65_536)));
              }}
            />
          </label>
        )}
      </div>
    </div>
  );
}

function fileName(name: string): string {
  return (
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "") || "layout"
  );
}
