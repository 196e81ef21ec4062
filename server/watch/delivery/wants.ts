import type { RecipientRow } from "../../store/alarm-recipients.ts";

/** Alarms that a guard raises. */
const OF_GUARDS: ReadonlySet<string> = new Set([
  "guard-source",
  "guard-company",
  "collected-source",
  "collected-company",
  "frames-missing",
]);

/** Silence while nobody works is none: what says it waits until the office opens. */
const OF_SILENCE: ReadonlySet<string> = new Set([
  "guard-source",
  "guard-company",
  "collected-source",
  "collected-company",
  "source-silent",
]);

/** The name of the alarm that a recipient cannot be reached. */
export function unreachedAlarm(recipientId: string): string {
  return `delivery-failed ${recipientId}`;
}

/** Whether a recipient is told. Nobody is told by a way that it does not work. */
export function wants(
  { id, scope, kinds }: Pick<RecipientRow, "id" | "scope" | "kinds">,
  { kind, alarm }: { readonly kind: string; readonly alarm: string },
): boolean {
  if (alarm === unreachedAlarm(id)) return false;
  if (scope === "all") return kinds.length === 0 || kinds.includes(kind);
  return scope === "guards" ? OF_GUARDS.has(kind) : kinds.includes(kind);
}

/** Whether the guards raise and end alarms of this kind; the others are judged by the rest of what is known. */
export function isOfGuards(kind: string): boolean {
  return OF_GUARDS.has(kind);
}

export function isSilence(kind: string): boolean {
  return OF_SILENCE.has(kind);
}
