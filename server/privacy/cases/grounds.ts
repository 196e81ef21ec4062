import { AppError } from "../../domain/app-error.ts";
import type { HoldGround, RestrictionGround } from "../../domain/case-grounds.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";

/** A case names its end when it is made; it may be renewed, for so long again, as often as there is a reason. */
const MOST_YEARS = 3;
/** Whether a number is right is found out sooner. */
const MOST_MONTHS_OF_ACCURACY = 6;

/** Throws AppError "bad-input" with what to do. `endsOn` is the last day of the case. */
export function checkEnd(endsOn: Day, today: Day, ground: HoldGround | RestrictionGround): void {
  if (endsOn < today) throw new AppError("bad-input", "The last day lies in the past. Choose today or a later day.");
  const accuracy = ground === "accuracy";
  const last = accuracy ? monthsLater(today, MOST_MONTHS_OF_ACCURACY) : monthsLater(today, MOST_YEARS * 12);
  if (endsOn <= last) return;
  throw new AppError(
    "bad-input",
    accuracy
      ? `Whether data is right is to be found out within ${MOST_MONTHS_OF_ACCURACY} months: the last day is ${last} at the latest. It can be renewed.`
      : `A case lasts ${MOST_YEARS} years at most: the last day is ${last} at the latest. It can be renewed.`,
  );
}

/** The first day on which what a case kept is refused again. */
export function caseExpiry(endsOn: Day): Day {
  return addDays(endsOn, 1);
}

function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastOfMonth = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(date, lastOfMonth));
  return at.toISOString().slice(0, 10);
}
