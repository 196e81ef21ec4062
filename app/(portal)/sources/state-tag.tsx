"use client";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { SourceView } from "./sources-page.tsx";

const TONES = { running: "ok", stopped: "plain", failed: "bad" } as const;

/** How a source stands. One that refuses somebody and goes on stands apart from one that cannot be read. */
export function StateTag({ state, isWarned }: { state: SourceView["state"]; isWarned: boolean }) {
  const words = useWords();
  if (isWarned) return <Tag tone="warn">{words.t("sources.state.warned")}</Tag>;
  return <Tag tone={TONES[state]}>{words.t(`sources.state.${state}`)}</Tag>;
}
