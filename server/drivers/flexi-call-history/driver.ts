import type { Direction } from "../../domain/codes.ts";
import type { DecodedValue, Driver } from "../driver.ts";
import { createFamilyDriver } from "../flexi/family.ts";
import { addValue, fieldText } from "../flexi/fields.ts";
import type { Row } from "../flexi/row.ts";

/** Presentity: call history, voicemail and messages: who, when and how long, never the sound or the text. */
export const flexiCallHistory: Driver = createFamilyDriver({
  id: "flexi-call-history",
  title: "Presentity call history, voicemail and messages",
  product: "presentity",
  columns: ["source", "note", "date", "id", "direction", "calling", "called", "name", "ring", "duration", "status"],
  sources: [
    ["CALL_HISTORY", "call_history"],
    ["VOICEMAIL", "voicemail"],
    ["MESSAGE", "message"],
  ],
  ring: "ring",
  direction: (row, kind) => (kind === "voicemail" ? "in" : readDirection(fieldText(row, "direction"))),
  values,
});

function readDirection(word: string | null): Direction | null | undefined {
  const plain = (word ?? "").toLowerCase();
  if (plain === "") return null;
  return plain === "in" || plain === "out" || plain === "internal" ? plain : undefined;
}

/** The name is the outside party's, which stands on the calling side of what comes in. */
function values(row: Row): DecodedValue[] {
  const found: DecodedValue[] = [];
  addValue(row, "calling", "calling", "phone", found);
  addValue(row, "called", "called", "phone", found);
  const outgoing = fieldText(row, "direction")?.toLowerCase() === "out";
  addValue(row, "name", outgoing ? "called" : "calling", "name", found);
  return found;
}
