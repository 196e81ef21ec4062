"use client";
import { useState } from "react";
import { TextField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { WordRule } from "./layout-draft.ts";

type Meaning = "in" | "out" | "internal" | "answered" | "no-answer" | "busy" | "failed";

interface WordFieldsProps {
  readonly title: "layouts.words.direction" | "layouts.words.outcome";
  readonly label: "layouts.words";
  readonly meanings: readonly Meaning[];
  readonly rules: readonly WordRule[];
  readonly set: (rules: readonly WordRule[]) => void;
}

/** A box of words for each thing that a column may say; other rules than "is one of these words" stay as they are. */
export function WordFields({ title, label, meanings, rules, set }: WordFieldsProps) {
  const words = useWords();
  const field = rules.find(isPlain)?.when[0]?.field;
  if (field === undefined) return null;
  const change = (is: string, texts: readonly string[]) => {
    const rule: WordRule[] =
      texts.length === 0 ? [] : [{ when: [{ field, equals: texts.length === 1 ? (texts[0] ?? "") : texts }], is }];
    const others = rules.filter((one) => !(isPlain(one) && one.when[0]?.field === field && one.is === is));
    set([...others, ...rule]);
  };
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 text-[12.5px] font-semibold text-ink-2">
        {words.t(title)} ({field})
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {meanings.map((is) => (
          <WordBox
            key={is}
            id={`${title.replaceAll(".", "-")}-${is}`}
            label={words.t(`${label}.${is}`)}
            texts={rules
              .filter((rule) => isPlain(rule) && rule.when[0]?.field === field && rule.is === is)
              .flatMap(textsOf)}
            set={(texts) => change(is, texts)}
          />
        ))}
      </div>
      <p className="text-[12.5px] text-ink-2">{words.t("layouts.words.help")}</p>
    </fieldset>
  );
}

function WordBox({
  id,
  label,
  texts,
  set,
}: {
  id: string;
  label: string;
  texts: readonly string[];
  set: (texts: string[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      id={id}
      label={label}
      value={typed ?? texts.join(", ")}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null)
          set(
            [...new Set(typed.split(",").map((word) => word.trim().slice(0, 100)))]
              .filter((word) => word !== "")
              .slice(0, 50),
          );
        setTyped(null);
      }}
    />
  );
}

function isPlain({ when }: WordRule): boolean {
  return when.length === 1 && when[0]?.equals !== undefined;
}

function textsOf({ when }: WordRule): readonly string[] {
  const equals = when[0]?.equals;
  return equals === undefined ? [] : typeof equals === "string" ? [equals] : equals;
}
