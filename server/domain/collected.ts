import type { Role } from "./codes.ts";

/**
 * What a company may leave at the door besides personal identity numbers (PRO-13). Names are dropped anyway unless a rule or
 * a source keeps them; a line of the telephone system tells where a caller is, and is not stored unless it is asked for.
 */
export const COLLECTED_FIELDS = ["calling-name", "called-name", "queue", "trunk"] as const;
export type CollectedField = (typeof COLLECTED_FIELDS)[number];

/** What a company has said: whether identity numbers have a ground, and the fields it has decided on itself. */
export interface Collected {
  readonly ssn: boolean;
  readonly fields: ReadonlyMap<string, boolean>;
}

/** What the door lets in. */
export interface KeptFields {
  readonly ssn: boolean;
  readonly callingName: boolean;
  readonly calledName: boolean;
  /** Names that a rule would keep, had the company not switched the field off. */
  readonly names: boolean;
  readonly queue: boolean;
  readonly trunk: boolean;
  /** Switched off by the company: they leave the raw record too. */
  readonly cut: readonly ("queue" | "trunk")[];
}

const BY_DEFAULT: Readonly<Record<CollectedField, boolean>> = {
  "calling-name": true,
  "called-name": true,
  queue: true,
  trunk: false,
};

export function isKept(collected: Pick<Collected, "fields">, field: CollectedField): boolean {
  return collected.fields.get(field) ?? BY_DEFAULT[field];
}

/** `names`: whether a rule or the source keeps display names at all. */
export function keptFields(collected: Collected, { names }: { readonly names: boolean }): KeptFields {
  const switchedOff = (field: CollectedField) => collected.fields.get(field) === false;
  return {
    ssn: collected.ssn,
    names,
    callingName: names && isKept(collected, "calling-name"),
    calledName: names && isKept(collected, "called-name"),
    queue: isKept(collected, "queue"),
    trunk: isKept(collected, "trunk"),
    cut: (["queue", "trunk"] as const).filter(switchedOff),
  };
}

/** On whose side a role stands: whoever was rung up, or everybody who rang. */
export function nameField(role: Role): "calling-name" | "called-name" {
  return role === "called" || role === "dialled" || role === "transferred" ? "called-name" : "calling-name";
}

/** Counted beside them: records whose date cannot be right. They are stored, by the day of reception. */
export const IMPLAUSIBLE_DATE = "implausible-date";
