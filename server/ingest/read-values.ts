import type { PartyClass, Role } from "../domain/codes.ts";
import { canonicalPhone, type NumberReader, type PhoneAliases, phoneAliases } from "../domain/numbers/index.ts";
import type { CutValue } from "../domain/raw/index.ts";
import { readSsn } from "../domain/ssn.ts";
import type { DecodedRecord, DecodedValue } from "../drivers/driver.ts";

/** An identifier of a person in a record. */
export interface ReadValue {
  readonly role: Role;
  readonly class: PartyClass;
  readonly canonical: string;
  readonly aliases: PhoneAliases | null;
}

export interface ReadValues {
  readonly found: ReadValue[];
  readonly cuts: CutValue[];
}

/**
 * The persons in a record, by the column's type: a telephone column is never read as a personal identity number, since
 * some telephone numbers are valid ones. Extensions, trunks, services and withheld numbers name nobody and stay in the raw record.
 */
export function readValues(record: DecodedRecord, readPhone: NumberReader, keepsNames: boolean): ReadValues {
  const out: ReadValues = { found: [], cuts: [] };
  for (const value of record.values) {
    if (value.class === "phone") addPhone(out, value, readPhone);
    else if (value.class === "ssn") addSsn(out, value, record.startedAt);
    else addName(out, value, keepsNames);
  }
  return out;
}

function addPhone(out: ReadValues, value: DecodedValue, readPhone: NumberReader): void {
  const read = readPhone(value.text);
  const canonical = canonicalPhone(read);
  if (canonical !== null) add(out, value, "phone", canonical, phoneAliases(read));
}

/** Read by the call's date. What is none is still kept as one, whole: somebody wrote it into that column. */
function addSsn(out: ReadValues, value: DecodedValue, at: Date): void {
  const read = readSsn(value.text, at);
  if (read?.kind === "truncated") return add(out, value, "ssn_truncated", read.canonical, null);
  const canonical = read?.canonical ?? value.text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (read === null && canonical.replace(/\D/g, "").length < 6) return;
  add(out, value, "ssn", canonical, null);
  if (read !== null) addFound(out, { role: value.role, class: "ssn_truncated", canonical: read.truncated, aliases: null });
}

function addName(out: ReadValues, value: DecodedValue, keepsNames: boolean): void {
  const name = value.text.trim();
  if (name === "") return;
  if (keepsNames) add(out, value, "name", name, null);
  else out.cuts.push({ role: value.role, class: "name", start: value.start, end: value.end, canonical: null });
}

function add(out: ReadValues, value: DecodedValue, partyClass: PartyClass, canonical: string, aliases: PhoneAliases | null): void {
  out.cuts.push({ role: value.role, class: partyClass, start: value.start, end: value.end, canonical });
  addFound(out, { role: value.role, class: partyClass, canonical, aliases });
}

/** A caller may stand in two columns; there is one party row for each role, class and identifier. */
function addFound(out: ReadValues, value: ReadValue): void {
  for (const other of out.found) {
    if (other.role === value.role && other.class === value.class && other.canonical === value.canonical) return;
  }
  out.found.push(value);
}
