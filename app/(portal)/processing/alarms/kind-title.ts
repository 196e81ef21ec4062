import { ALARM_WORDS, type AlarmWords } from "#server/domain/alarm-words.ts";
import type { Words } from "../../../_ui/words.ts";

/** What a kind of alarm is called; one of a later release by its code. */
export function kindTitle(kind: string, words: Words): string {
  return (ALARM_WORDS as Readonly<Record<string, AlarmWords>>)[kind]?.title[words.language] ?? kind;
}
