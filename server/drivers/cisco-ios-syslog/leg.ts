import type { Disposition, Role } from "../../domain/codes.ts";
import type { DecodedLeg, DecodedRecord, DecodedValue } from "../driver.ts";
import { ofQ850 } from "../q850.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { partText } from "../text.ts";
import type { Field } from "./fields.ts";
import { type Part, writePart } from "./join.ts";
import type { LegTimes } from "./times.ts";

/** What a line tells of its leg, however it is written. */
export interface Told {
  readonly frame: Uint8Array;
  readonly call: string | null;
  readonly origin: Part["origin"];
  /** Tells the legs of one call apart. */
  readonly leg: string;
  readonly startedAt: Date;
  readonly times: LegTimes | null;
  readonly cause: string;
  readonly persons: readonly Person[];
  readonly extensionDigits: number | null;
}

export interface Person {
  readonly field: Field;
  readonly role: Role;
  readonly class?: "phone" | "name";
}

export function legOf(told: Told): DecodedLeg {
  const values = valuesOf(told);
  const numberOf = (role: Role) => values.find((value) => value.role === role && value.class === "phone")?.text ?? null;
  const isTold = (role: Role) => told.persons.some((person) => person.role === role);
  const owned = (role: Role) => {
    if (!isTold(role)) return null;
    return sidesByLength(numberOf(role), null, told.extensionDigits).extension !== null;
  };
  const [calling, called] = [owned("calling"), owned("called")];
  const { times } = told;
  const record: DecodedRecord = {
    kind: "call_history",
    callId: told.call,
    startedAt: told.startedAt,
    durationSeconds: times?.talk ?? 0,
    ringSeconds: times?.ring ?? null,
    direction: null,
    disposition: dispositionOf(told),
    extension: calling === true ? numberOf("calling") : called === true ? numberOf("called") : null,
    queue: null,
    trunk: null,
    costCents: null,
    partOf: null,
    values,
  };
  const part = writePart({ origin: told.origin, calling, called, leg: told.leg });
  return { call: told.call ?? "", part, record };
}

function dispositionOf({ times, cause }: Told): Disposition | null {
  if (times === null) return null;
  if (times.talk !== null) return "answered";
  // Hexadecimal, without any sign of it.
  return /^[\da-f]{1,2}$/i.test(cause) ? ofQ850(Number.parseInt(cause, 16)) : "no-answer";
}

const NOBODY = /^(?:anonymous|unknown|unavailable|restricted|private|withheld|none|null)$/i;

function valuesOf({ frame, persons }: Told): DecodedValue[] {
  const values: DecodedValue[] = [];
  for (const { field, role, class: as = "phone" } of persons) {
    const { start, end } = field;
    if (end <= start || NOBODY.test(field.text)) continue;
    const text = partText(frame, field.text, start, end);
    const clash = values.some(
      (value) =>
        (value.start < end && start < value.end) ||
        (value.class === as && value.text === text && !(isSide(role) && isSide(value.role) && role !== value.role)),
    );
    if (!clash) values.push({ role, class: as, text, start, end });
  }
  return values;
}

function isSide(role: Role): boolean {
  return role === "calling" || role === "called";
}
