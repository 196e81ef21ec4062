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
  const user = /^(?:[^<]{0,80}<)?(?:sips?:|tel:)?(\d{1,10})(?:[@;>].*)?$/i.exec(text?.trim() ?? "")?.[1];
  if (user === undefined || EMERGENCY.has(user)) return null;
  const isOwn =
    digits === null ? user.length >= 2 && user.length <= 5 && !user.startsWith("0") : user.length === digits;
  return isOwn ? user : null;
}
