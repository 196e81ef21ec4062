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
import { decodeExportCode } from "../../store/index.ts";
import { SOURCE_NAMES, type SourceName } from "../hit.ts";

/** What the small codes of a row stand for. */
export interface CodeTexts {
  readonly source: SourceName;
  readonly direction: string;
  readonly disposition: string;
  readonly role: Role;
  readonly cls: PartyClass;
  readonly more: boolean;
  readonly sourceName: string;
}

/** Few combinations come millions of times: each is read once. */
export function codeReader(sourceNames: ReadonlyMap<number, string>): (text: string) => CodeTexts {
  const known = new Map<string, CodeTexts>();
  return (text) => {
    let texts = known.get(text);
    if (texts === undefined) {
      texts = read(text, sourceNames);
      known.set(text, texts);
    }
    return texts;
  };
}

function read(text: string, sourceNames: ReadonlyMap<number, string>): CodeTexts {
  const code = decodeExportCode(text);
  return {
    source: SOURCE_NAMES[nameOf(RECORD_KINDS, code.kind) ?? "call_history"],
    direction: nameOf(DIRECTIONS, code.direction) ?? "",
    disposition: nameOf(DISPOSITIONS, code.disposition) ?? "",
    role: nameOf(ROLES, code.role) ?? "calling",
    cls: (nameOf(DATA_CLASSES, code.class) ?? "phone") as PartyClass,
    more: code.more,
    sourceName: sourceNames.get(code.sourceId) ?? "",
  };
}
