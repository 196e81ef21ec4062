import { withoutNumbers } from "../../domain/free-text.ts";

const LONGEST = 80;
/** A mail address, and a link that a mail program would make one of: nobody borrows our mails to send people elsewhere. */
const LEADS_ELSEWHERE = /\S+@\S+|[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)+\/\S*/giu;
const TAKEN_OUT = "[…]";

/** A name that a person typed, fit for a subject: no number, no address, no link, no second line. Pure. */
export function oneLine(name: string, at: Date): string {
  const plain = [...name].map((letter) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(letter) ? " " : letter)).join("");
  const left = withoutNumbers(plain.replace(LEADS_ELSEWHERE, TAKEN_OUT), at);
  return [...left.replace(/\s+/g, " ").trim()].slice(0, LONGEST).join("").trim();
}
