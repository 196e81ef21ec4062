import { DATA_CLASSES, type PartyClass, type Role } from "../domain/codes.ts";
import { type CollectedField, type KeptFields, nameField } from "../domain/collected.ts";
import { keyedSsn } from "../domain/keyed-ssn.ts";
import { canonicalPhone, type NumberReader, type NumberSite, type ReadNumber } from "../domain/numbers/index.ts";
import type { CutValue } from "../domain/raw/index.ts";
import { type ReadSsn, readSsn } from "../domain/ssn.ts";
import type { DecodedRecord, DecodedValue } from "../drivers/driver.ts";
import { readAfterCode } from "./after-code.ts";
import type { DraftParty } from "./draft.ts";
import type { SlotsOfDay } from "./slots.ts";

/** How the values of a batch are read, and where they go. */
export interface ValueReading {
  readonly readPhone: NumberReader;
  readonly site: NumberSite;
  readonly keeps: KeptFields;
  readonly accessCodes: readonly string[];
}

/** The persons in one record. */
export interface ReadValues {
  readonly parties: DraftParty[];
  readonly cuts: CutValue[];
  /** What the company leaves at the door, an entry a value. */
  readonly dropped: DroppedField[];
}

export type DroppedField = "ssn" | Extract<CollectedField, "calling-name" | "called-name">;

/**
 * The persons in a record, by the column's type. In a telephone column a personal identity number is found where the digits
 * cannot be a telephone number: callers key theirs in where they are asked for one. Extensions, trunks, services and withheld
 * numbers name nobody and stay in the raw record.
 */
export function readValues(
  record: DecodedRecord,
  receivedAt: Date,
  reading: ValueReading,
  slots: SlotsOfDay,
): ReadValues {
  const out = new Collector(record.startedAt, receivedAt, slots);
  const at = record.startedAt;
  for (const value of record.values) {
    if (value.class === "phone") {
      const after = readAfterCode(reading.accessCodes, reading.readPhone, value, record.direction);
      if (after !== null) {
        addPhone(out, after.value, after.read);
        continue;
      }
      const read = reading.readPhone(value.text);
      const keyed = keyedSsn(value.text, read, reading.site, at);
      if (keyed === null) addPhone(out, value, read);
      else addSsn(out, value, keyed, reading.keeps.ssn);
    } else if (value.class === "ssn")
      addSsn(out, value, readSsn(value.text.replace(/^[*#]+|(?<![*#])[*#]+$/g, ""), at), reading.keeps.ssn);
    else addName(out, value, reading.keeps);
  }
  return out;
}

function addPhone(out: Collector, value: DecodedValue, read: ReadNumber): void {
  const canonical = canonicalPhone(read);
  if (canonical === null) return;
  const role = out.roleOf(value.role, canonical);
  out.cut(role === value.role ? value : { ...value, role }, "phone", canonical);
  out.party(role, "phone", canonical, read);
}

/**
 * Read by the call's date. What is none is still kept as one, whole: somebody wrote it into that column. Without a ground
 * neither the full nor the truncated form is stored, and the raw record gets a hole that nothing fills.
 */
function addSsn(out: Collector, value: DecodedValue, read: ReadSsn | null, justified: boolean): void {
  if (!justified) {
    if (read === null && value.text.replace(/\D/g, "").length < FEWEST_DIGITS) return;
    out.drop(value, "ssn", read?.canonical ?? value.text);
    out.dropped.push("ssn");
    return;
  }
  if (read?.kind === "truncated") {
    out.cut(value, "ssn_truncated", read.canonical);
    out.party(value.role, "ssn_truncated", read.canonical, null);
    return;
  }
  const canonical = read?.canonical ?? value.text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (read === null && canonical.replace(/\D/g, "").length < FEWEST_DIGITS) return;
  out.cut(value, "ssn", canonical);
  out.party(value.role, "ssn", canonical, null);
  if (read !== null) out.party(value.role, "ssn_truncated", read.truncated, null);
}

const FEWEST_DIGITS = 6;

function addName(out: Collector, value: DecodedValue, keeps: KeptFields): void {
  const name = value.text.trim();
  if (name === "") return;
  const field = nameField(value.role);
  const keepsNames = field === "called-name" ? keeps.calledName : keeps.callingName;
  if (keeps.names && !keepsNames) out.dropped.push(field);
  if (keeps.names && !keepsNames) out.drop(value, "name", name);
  else out.cut(value, "name", keepsNames ? name : null);
  if (keepsNames) out.party(value.role, "name", name, null);
}

const MAIN_ROLE: Readonly<Partial<Record<Role, Role>>> = { caller: "calling", dialled: "called" };

class Collector implements ReadValues {
  readonly parties: DraftParty[] = [];
  readonly cuts: CutValue[] = [];
  readonly dropped: DroppedField[] = [];
  readonly #calledAt: Date;
  readonly #receivedAt: Date;
  readonly #slots: SlotsOfDay;

  constructor(calledAt: Date, receivedAt: Date, slots: SlotsOfDay) {
    this.#calledAt = calledAt;
    this.#receivedAt = receivedAt;
    this.#slots = slots;
  }

  cut({ role, start, end }: DecodedValue, partyClass: PartyClass, canonical: string | null): void {
    this.cuts.push({ role, class: partyClass, start, end, canonical });
  }

  /** Leaves the frame wherever it stands, and never comes back. */
  drop({ role, start, end }: DecodedValue, partyClass: PartyClass, sought: string): void {
    this.cuts.push({ role, class: partyClass, start, end, canonical: null, sought });
  }

  /** The caller shown is mostly the one that called, written otherwise; only another number is another role. */
  roleOf(role: Role, canonical: string): Role {
    const main = MAIN_ROLE[role];
    if (main === undefined) return role;
    return this.parties.some((party) => party.role === main && party.canonical === canonical) ? main : role;
  }

  /** A caller may stand in two columns; there is one party for each role, class and identifier. */
  party(role: Role, className: PartyClass, canonical: string, read: ReadNumber | null): void {
    for (const other of this.parties) {
      if (other.role === role && other.className === className && other.canonical === canonical) return;
    }
    const slot = this.#slots.party(className);
    this.parties.push({
      role,
      className,
      class: DATA_CLASSES[className],
      canonical,
      digits: read?.digits,
      national: read?.national ?? undefined,
      last8: read === null ? undefined : canonical.slice(-8),
      liveUntil: slot.spec.expiresOn,
      calledAt: this.#calledAt,
      receivedAt: this.#receivedAt,
      slot,
      subjectId: null,
      erased: false,
      place: -1,
    });
  }
}
