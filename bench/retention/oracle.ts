/**
 * When something must be gone, worked out from the calendar on the wall and from nothing else: no offsets, no day
 * arithmetic of the product. Slow, and plain enough to be believed.
 */
export interface OracleCase {
  readonly zone: string;
  readonly calledAt: Date;
  readonly receivedAt: Date;
  /** null = the rule is switched off. */
  readonly keptDays: number | null;
}

/** The first millisecond at which it may not be readable any more; null = not within the next centuries. */
export function mustBeGoneAt({ zone, calledAt, receivedAt, keptDays }: OracleCase): number | null {
  if (keptDays === null) return null;
  const called = wallDate(zone, calledAt.getTime());
  const received = wallDate(zone, receivedAt.getTime());
  let last = [called, received].toSorted()[0] ?? called;
  for (let day = 0; day < keptDays; day++) last = tomorrow(last);
  // Between a moment on its last readable day or before, and one surely after it, the wall turns over exactly once.
  let readable = Date.parse(`${last}T00:00:00Z`) - 40 * 3_600_000;
  let gone = readable + 120 * 3_600_000;
  while (gone - readable > 1) {
    const middle = Math.floor((readable + gone) / 2);
    if (wallDate(zone, middle) > last) gone = middle;
    else readable = middle;
  }
  return gone;
}

const walls = new Map<string, Intl.DateTimeFormat>();

/** The date on the wall there, at a moment. */
export function wallDate(zone: string, at: number): string {
  let wall = walls.get(zone);
  if (wall === undefined) {
    wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    walls.set(zone, wall);
  }
  return wall.format(at);
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function tomorrow(date: string): string {
  let [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (LENGTHS[month - 1] ?? 31) + (month === 2 && leap ? 1 : 0);
  day++;
  if (day > length) {
    day = 1;
    month++;
  }
  if (month > 12) {
    month = 1;
    year++;
  }
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
