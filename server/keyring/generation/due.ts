const DAY_MS = 24 * 3_600_000;

/** B of the design: what was destroyed is readable in copies of the keyring for no longer. */
export const GENERATION_DAYS = 7;
/** Once a night it is asked whether one is due; UTC. The job's schedule says the same. */
export const GENERATION_NIGHT = { hour: 2, minute: 10 } as const;

/**
 * The night of the next generation: the first one that comes at least six and a half days after the last began, so that a
 * generation of a week ago is due whatever minute it began in. One that is overdue comes with the next night.
 */
export function nextGenerationAt(lastBegun: Date, now: Date): Date {
  const due = nightFrom(new Date(lastBegun.getTime() + (GENERATION_DAYS - 0.5) * DAY_MS));
  return due.getTime() > now.getTime() ? due : nightFrom(now);
}

export function isDue(lastBegun: Date, now: Date): boolean {
  return now.getTime() - lastBegun.getTime() >= (GENERATION_DAYS - 0.5) * DAY_MS;
}

/** Whole hours since it should have ended, a day after it was due; zero as long as it is not late. */
export function hoursLate(lastBegun: Date, now: Date): number {
  const due = nightFrom(new Date(lastBegun.getTime() + (GENERATION_DAYS - 0.5) * DAY_MS));
  const late = now.getTime() - due.getTime();
  return late < DAY_MS ? 0 : Math.floor(late / 3_600_000);
}

function nightFrom(from: Date): Date {
  const night = new Date(from);
  night.setUTCHours(GENERATION_NIGHT.hour, GENERATION_NIGHT.minute, 0, 0);
  return night.getTime() > from.getTime() ? night : new Date(night.getTime() + DAY_MS);
}
