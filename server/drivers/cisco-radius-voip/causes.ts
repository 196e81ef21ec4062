import type { Disposition } from "../../domain/codes.ts";
import { ofQ850 } from "../q850.ts";
import { ofSipAnswer } from "../sip-answer.ts";
import type { Attributes } from "./attributes.ts";

/** Why a call that nobody answered ended: the cause of Q.850 in hexadecimal, or the answer of SIP. */
export function readCause(attributes: Attributes): Disposition {
  const sip = attributes.number("sip-response-code", "sip-status");
  if (sip !== null) return ofSipAnswer(sip);
  const text = attributes.text("h323-disconnect-cause") ?? "";
  // Some write `22 (0x16)`; Cisco and most others bare hexadecimal.
  const hex = /0x([0-9a-f]{1,2})/i.exec(text)?.[1] ?? /^([0-9a-f]{1,2})$/i.exec(text)?.[1];
  return hex === undefined ? "no-answer" : ofQ850(Number.parseInt(hex, 16));
}
