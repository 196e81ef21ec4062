import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText, isNumberText } from "../values.ts";
import { type Fields, unescaped } from "./fields.ts";

/** Columns of the specification, counted from 0. */
export const AT = {
  recordId: 0,
  type: 2,
  user: 3,
  direction: 5,
  calling: 6,
  presentation: 7,
  called: 8,
  start: 9,
  answered: 11,
  answer: 12,
  release: 13,
  cause: 14,
  dialled: 17,
  category: 18,
  translated: 20,
  route: 23,
  networkCallId: 24,
  account: 33,
  authorization: 34,
  originalCalled: 35,
  redirecting: 38,
  localCallId: 44,
  otherName: 121,
} as const;

/** From here on columns differ by release and by what the operator has switched on. */
const FIRST_OPTIONAL = 46;

/** Everybody the record names. `incoming`: the company's user was called. */
export function readPeople(text: FrameText, fields: Fields, incoming: boolean): DecodedValue[] {
  const values: DecodedValue[] = [];
  const add = (index: number, role: Role, as: DecodedValue["class"] = "phone") => {
    if (index >= fields.start.length) return;
    if (!addValue(text, fields.start[index] ?? 0, fields.end[index] ?? 0, role, as, values)) return;
    const last = values.at(-1);
    if (last !== undefined && fields.escaped[index])
      values[values.length - 1] = { ...last, text: unescaped(last.text) };
  };
  const say = (index: number) => column(text.text, fields.start[index] ?? 0, fields.end[index] ?? 0);
  // Who withholds the number does so from the other side: it is known, but nobody called with it.
  const isWithheld = incoming && !/^(?:public|)$/i.test(say(AT.presentation));
  add(AT.calling, isWithheld ? "caller" : "calling");
  add(AT.called, "called");
  add(AT.dialled, "dialled");
  add(AT.translated, "dialled");
  add(AT.user, incoming ? "transferred" : "caller");
  add(AT.originalCalled, "redirecting");
  add(AT.redirecting, "redirecting");
  for (const index of [AT.account, AT.authorization]) if (isNumberText(say(index))) add(index, "redirecting");
  if (/\p{L}/u.test(say(AT.otherName)) && !/^(?:public|anonymous|unavailable)$/i.test(say(AT.otherName)))
    add(AT.otherName, incoming ? "calling" : "called", "name");
  for (let index = FIRST_OPTIONAL; index < fields.start.length; index++) {
    if (index === AT.otherName) continue;
    const written = say(index);
    // Written with escapes, a name is not found by its text.
    const again = fields.escaped[index]
      ? values.find(({ start, end }) => text.text.slice(start, end) === written)
      : undefined;
    if (again !== undefined) add(index, again.role, again.class);
    else if (/^\+\d{6,15}$/.test(written)) add(index, "transferred");
    else if (isAddress(written))
      add(index, /^(?:sips?|tel):/i.test(written) ? "transferred" : "caller", addressClass(written));
  }
  return values;
}

/** A SIP address or a user's name of log-in, but no call id, which has a host's address behind its sign. */
function isAddress(text: string): boolean {
  if (text.length > 200 || !/^(?:sips?:|tel:)?[^@\s]{1,64}@[a-z0-9-]{1,63}\.[a-z0-9.-]{2,100}$/i.test(text))
    return /^tel:\+?\d{3,20}$/i.test(text);
  return !/@\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && !/^BW\d/.test(text);
}

function addressClass(text: string): DecodedValue["class"] {
  return /^(?:sips?:|tel:)/i.test(text) ? "phone" : "name";
}
