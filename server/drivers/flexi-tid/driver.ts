import type { DecodedValue, Driver } from "../driver.ts";
import { createFamilyDriver } from "../flexi/family.ts";
import { addValue } from "../flexi/fields.ts";
import type { Row } from "../flexi/row.ts";

/** Tid's scheduled callbacks: a person leaves a number and a personal identity number and is called back. */
export const flexiTid: Driver = createFamilyDriver({
  id: "flexi-tid",
  title: "Tid scheduled callbacks",
  product: "tid",
  columns: ["source", "note", "date", "id", "phone", "ssn", "name", "scheduled", "duration", "status"],
  sources: [["CALLBACK", "callback"]],
  ring: null,
  direction: () => "out",
  values,
});

/** All three identify the one person who asked to be called. */
function values(row: Row): DecodedValue[] {
  const found: DecodedValue[] = [];
  addValue(row, "phone", "calling", "phone", found);
  addValue(row, "ssn", "calling", "ssn", found);
  addValue(row, "name", "calling", "name", found);
  return found;
}
