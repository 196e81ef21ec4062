export interface Party {
  readonly kind: "station" | "trunk" | "other";
  /** A station's digits; a trunk's route and member. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Two parties, perhaps a third: `2355` or `DN2355` a station, `T009 014` or `T009014` (A where it tells answers) a trunk, `ATT1`
 * an attendant, `CF00001` a conference. Null when there is anything else, or no party.
 */
export function readParties(text: string, from: number, to: number): readonly Party[] | null {
  const parties: Party[] = [];
  let at = from;
  while (at < to) {
    const match = /^ *([TA]\d{3} \d{3}|[TA]\d{6,9}|(?:DN)?[\d*#]{1,8}|AT[A-Z]*\d*|CF\d+|C\d+|X{3,})(?= |$)/.exec(
      text.slice(at, to),
    );
    const written = match?.[1];
    if (match === null || written === undefined) return null;
    at += match[0].length;
    const start = at - written.length;
    parties.push(partyOf(written, start, at));
    if (/^ *$/.test(text.slice(at, to))) break;
  }
  return parties.length > 0 && parties.length <= 3 ? parties : null;
}

function partyOf(written: string, start: number, end: number): Party {
  if (/^[TA]\d/.test(written)) {
    const digits = written.slice(1).replace(" ", "");
    return { kind: "trunk", text: `${written[0]}${digits.slice(0, 3)}-${digits.slice(3)}`, start, end };
  }
  const station = /^(?:DN)?([\d*#]+)$/.exec(written)?.[1];
  if (station === undefined) return { kind: "other", text: written, start, end };
  return { kind: "station", text: station, start: end - station.length, end };
}
