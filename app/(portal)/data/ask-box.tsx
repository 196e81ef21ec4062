"use client";
import type { FormEvent } from "react";
import { Button } from "../../_ui/button.tsx";
import { useReady } from "../../_ui/use-ready.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Asked } from "./use-search.ts";

const TYPES = ["detect", "phone", "ssn"] as const;

/** One box that takes any notation. The field is a plain text field without history: browsers keep nothing of it. */
export function AskBox({
  ask,
  type,
  setType,
  busy,
}: {
  ask: (text: string) => void;
  type: Asked["type"];
  setType: (type: Asked["type"]) => void;
  busy: boolean;
}) {
  const words = useWords();
  const ready = useReady();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("number") ?? "").trim();
    if (text !== "") ask(text);
  };
  const CELL = "min-h-11 bg-transparent px-3.5 -outline-offset-2!";
  return (
    <search>
      <form
        method="post"
        onSubmit={submit}
        className="grid grid-cols-[1fr_auto] overflow-hidden rounded-lg border border-edge bg-sheet md:grid-cols-[190px_1fr_auto]"
      >
        <label className="sr-only" htmlFor="number-type">
          {words.t("data.type")}
        </label>
        <select
          id="number-type"
          name="type"
          value={type}
          onChange={(event) => setType(TYPES.find((known) => known === event.target.value) ?? "detect")}
          className={`${CELL} col-span-2 border-b border-line text-ink-2 md:col-span-1 md:border-r md:border-b-0`}
        >
          {TYPES.map((known) => (
            <option key={known} value={known}>
              {words.t(`data.type.${known}`)}
            </option>
          ))}
        </select>
        <label className="sr-only" htmlFor="number">
          {words.t("data.box")}
        </label>
        <input
          id="number"
          aria-keyshortcuts="/"
          name="number"
          type="text"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          placeholder={words.t("data.box.example")}
          className={`${CELL} min-w-0 font-mono text-[17px] font-medium text-ellipsis placeholder:text-[14px] placeholder:font-normal`}
        />
        <Button
          type="submit"
          kind="main"
          disabled={!ready}
          aria-busy={busy}
          className="rounded-none px-6 -outline-offset-4!"
        >
          {words.t("data.find")}
        </Button>
      </form>
    </search>
  );
}
