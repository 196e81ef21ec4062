"use client";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { SourceView } from "./sources-page.tsx";

type Label = SourceView["label"];

interface SecurityTagsProps {
  readonly label: Label;
  readonly transport: string;
  /** Each word with what it means. */
  readonly told?: boolean;
}

/** What a source protects and promises, in words (COL-15). */
export function SecurityTags({ label, transport, told = false }: SecurityTagsProps) {
  const words = useWords();
  // A local folder travels no network that Gallra could speak of.
  if (transport === "shared-file")
    return told ? <p className="text-ink-2">{words.t("sources.label.local.help")}</p> : <span>–</span>;
  const all = [
    label.encrypted ? (["encrypted", "ok"] as const) : (["clear", "warn"] as const),
    label.authenticated ? (["authenticated", "ok"] as const) : (["anybody", "warn"] as const),
    ...(label.mayLose ? [["loses", "warn"] as const] : []),
  ];
  if (!told)
    return (
      <span className="flex flex-wrap gap-1">
        {all.map(([word, tone]) => (
          <Tag key={word} tone={tone}>
            {words.t(`sources.label.${word}`)}
          </Tag>
        ))}
      </span>
    );
  return (
    <ul className="grid gap-1">
      {all.map(([word, tone]) => (
        <li key={word} className="flex flex-wrap items-baseline gap-x-2">
          <Tag tone={tone}>{words.t(`sources.label.${word}`)}</Tag>
          <span className="text-ink-2">{words.t(`sources.label.${word}.help`)}</span>
        </li>
      ))}
    </ul>
  );
}
