import { AppError } from "./app-error.ts";

/** For so long after the password was proved, a portal session may erase, export, reveal and change rights. */
export const STEP_UP_MS = 15 * 60_000;

/** The one sentence of the refusal; the portal asks for the password when it meets the code. */
export const STEP_UP_SENTENCE = "Confirm with your password that it is you, and try again.";

interface SteppedUp {
  readonly clock: () => Date;
  readonly actor: { readonly via: "portal" | "cli" | "worker"; readonly steppedUpAt?: Date | null };
}

/**
 * The second line of a verb that erases, exports, reveals, weakens a rule or changes rights, after `authorise`. Throws AppError
 * "step-up". A sign-in of the command line counts for its life (decision 0009): it has no screen that somebody could find open.
 */
export function requireStepUp(ctx: SteppedUp): void {
  if (!isSteppedUp(ctx)) throw new AppError("step-up", STEP_UP_SENTENCE);
}

/** Whether the actor proved the password lately enough. A proof from the future (a clock set back) counts as none. */
export function isSteppedUp({ clock, actor }: SteppedUp): boolean {
  if (actor.via !== "portal") return true;
  if (!(actor.steppedUpAt instanceof Date)) return false;
  const age = clock().getTime() - actor.steppedUpAt.getTime();
  return age >= -CLOCK_STEP_MS && age <= STEP_UP_MS;
}

const CLOCK_STEP_MS = 60_000;
