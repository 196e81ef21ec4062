import { createHmac } from "node:crypto";
import { door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { clearAttempts, countAttempt } from "../store/throttles.ts";
import { authSecret } from "./auth-secret.ts";
import { networkOf } from "./network-of.ts";

/** What is guessed at: a sign-in by its typed address, or the password of somebody whose session is open. */
export interface Guess {
  readonly kind: "sign-in" | "proof";
  /** The typed e-mail address, or the account's id. */
  readonly of: string;
  readonly address: string | null;
}

/** Too many attempts: the caller waits `seconds`, whether the account exists or not. The lock ends by itself. */
export class SlowDown extends AppError {
  readonly seconds: number;

  constructor(seconds: number) {
    super("limit", `Too many attempts. Wait ${Math.ceil(seconds / 60)} min and try again.`, { retry: true });
    this.seconds = seconds;
  }
}

/**
 * Counts an attempt before the password is looked at, for all processes together, so that a thousand at once are no better than
 * one after another. Throws SlowDown. Call what it answers when the password was right.
 */
export async function countGuess(installation: Installation, guess: Guess): Promise<() => Promise<void>> {
  const { own, shared } = talliesOf(guess);
  const secret = authSecret(installation.env.home);
  const keys = (tallies: readonly Tally[]) => tallies.map(({ name }) => digest(secret, name));
  const all = [...own, ...shared];
  const web = door(installation, "web");
  const waitMs = await countAttempt(
    web,
    all.map(({ name, free, longest }) => ({ key: digest(secret, name), free, longest })),
    installation.clock(),
  );
  if (waitMs > 0) throw new SlowDown(Math.ceil(waitMs / 1000));
  return () => clearAttempts(web, keys(own), keys(shared));
}

interface Tally {
  readonly name: string;
  /** Attempts before the first wait; each further one doubles it from one second on. */
  readonly free: number;
  /** Seconds. */
  readonly longest: number;
}

const QUARTER = 900;

/**
 * From one address an account is closed for up to a quarter of an hour; from all addresses together for a minute at the most,
 * so that a stranger who knows somebody's address slows them but cannot keep them out.
 */
function talliesOf({ kind, of, address }: Guess): { own: Tally[]; shared: Tally[] } {
  const name = of.trim().toLowerCase();
  const from = networkOf(address ?? "this machine");
  const shared = [{ name: `address ${from}`, free: 50, longest: QUARTER }];
  if (kind === "proof") return { own: [{ name: `proof ${name}`, free: 5, longest: QUARTER }], shared };
  const own = [
    { name: `sign-in ${name} from ${from}`, free: 5, longest: QUARTER },
    { name: `sign-in ${name}`, free: 25, longest: 60 },
  ];
  return { own, shared };
}

/** Keyed, so that the table tells nobody which addresses were typed. */
function digest(secret: string, name: string): Buffer {
  return createHmac("sha256", secret).update("gallra throttle v1\0").update(name).digest();
}
