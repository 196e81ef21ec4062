import {
  DATA_CLASSES,
  DIRECTIONS,
  DISPOSITIONS,
  nameOf,
  type PartyClass,
  RECORD_KINDS,
  ROLES,
  type Role,
} from "../../domain/codes.ts";
import { CODE_BITS, readCode } from "../../store/index.ts";
import { SOURCE_NAMES, type SourceName } from "../hit.ts";

/** What the small codes of a row stand for. */
export interface CodeTexts {
  readonly source: SourceName;
  readonly direction: string;
  readonly disposition: string;
  readonly role: Role;
  readonly cls: PartyClass;
  /** Whether the facts of the call are there; they go by a rule of their own. */
  readonly facts: boolean;
  /** `role << 3 | class`. */
  readonly party: number;
}

/** Few combinations come millions of times: each is read once. */
export function codeReader(): (code: number) => CodeTexts {
  const known = new Map<number, CodeTexts>();
  return (code) => {
    const bits = code & CODE_BITS;
    let texts = known.get(bits);
    if (texts === undefined) {
      texts = read(bits);
      known.set(bits, texts);
    }
    return texts;
  };
}

function read(bits: number): CodeTexts {
  const code = readCode(bits);
  return {
    source: SOURCE_NAMES[nameOf(RECORD_KINDS, code.kind) ?? "call_history"],
    direction: nameOf(DIRECTIONS, code.direction) ?? "",
    disposition: nameOf(DISPOSITIONS, code.disposition) ?? "",
    role: nameOf(ROLES, code.role) ?? "calling",
    cls: (nameOf(DATA_CLASSES, code.class) ?? "phone") as PartyClass,
    facts: code.kind !== 0,
    party: (code.role << 3) | code.class,
  };
}
