import type { DecodedValue, Driver } from "../driver.ts";
import { createFamilyDriver } from "../flexi/family.ts";
import { addValue } from "../flexi/fields.ts";
import type { Row } from "../flexi/row.ts";

/** The call centre's queue calls: who called, where they waited, who answered, where they were sent on. */
export const flexiCc: Driver = createFamilyDriver({
  id: "flexi-cc",
  title: "Call centre queue calls",
  product: "cc",
  columns: ["source", "note", "date", "id", "calling", "called", "transferred", "name", "wait", "duration", "status"],
  sources: [["QUEUE_CALL", "queue_call"]],
  ring: "wait",
  direction: () => "in",
  values,
});

function values(row: Row): DecodedValue[] {
  const found: DecodedValue[] = [];
  addValue(row, "calling", "calling", "phone", found);
  addValue(row, "called", "called", "phone", found);
  addValue(row, "transferred", "transferred", "phone", found);
  addValue(row, "name", "calling", "name", found);
  return found;
}
