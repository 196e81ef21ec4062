import type { Direction } from "../domain/codes.ts";

/** Emergency numbers look like extensions. */
const EMERGENCY = new Set(["112", "113", "114", "911", "999"]);

/**
 * Which side is the company's own, where nothing but the length of its extensions tells: so many digits, or two to five when
 * nobody said how many. A SIP address counts by its user.
 */
export function sidesByLength(
  calling: string | null,
  called: string | null,
  digits: number | null,
): { readonly direction: Direction | null; readonly extension: string | null } {
  const [from, to] = [ownOf(calling, digits), ownOf(called, digits)];
  if (from !== null) return { direction: to !== null ? "internal" : called === null ? null : "out", extension: from };
  return to !== null ? { direction: "in", extension: to } : { direction: null, extension: null };
}

/** The extension; null for somebody else's number. */
function ownOf(text: string | null, digits: number | null): string | null {
  const user = text === null ? undefined : userOf(text);
  if (user === undefined || EMERGENCY.has(user)) return null;
  const isOwn =
    digits === null ? user.length >= 2 && user.length <= 5 && !user.startsWith("0") : user.length === digits;
  return isOwn ? user : null;
}

/** The digits it is about, of at most ten; most are nothing else. */
function userOf(text: string): string | undefined {
  if (isDigits(text)) return text.length > 10 ? undefined : text;
  return /^(?:[^<]{0,80}<)?(?:sips?:|tel:)?(\d{1,10})(?:[@;>].*)?$/i.exec(text.trim())?.[1];
}

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text !== "";
}
