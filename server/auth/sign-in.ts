import { createHash } from "node:crypto";
import { z } from "zod";
import { door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { accountToSignIn } from "../store/accounts.ts";
import { checkPassword } from "./password.ts";
import { type OpenedSession, openSession, type SignInOrigin } from "./open-session.ts";
import { Throttle } from "./throttle.ts";

export const SignInInput = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(256) });
export type SignInInput = z.infer<typeof SignInInput>;

/** Too many attempts: the caller waits `seconds`, whether the account exists or not. */
export class SlowDown extends AppError {
  readonly seconds: number;

  constructor(seconds: number) {
    super("limit", `Too many attempts. Wait ${Math.ceil(seconds / 60)} min and try again.`, { retry: true });
    this.seconds = seconds;
  }
}

/**
 * Opens a session for an email and a password. Throws AppError "not-signed-in" with one sentence for every reason, after
 * the same work, and SlowDown for an account or an address that fails too often.
 */
export async function signIn(installation: Installation, input: unknown, from: SignInOrigin): Promise<OpenedSession> {
  const { email, password } = SignInInput.parse(input);
  const throttles = throttlesOf(installation);
  const keys = { account: digest(email.toLowerCase()), address: digest(from.address ?? "local") };
  const wait = Math.max(throttles.account.wait(keys.account), throttles.address.wait(keys.address));
  if (wait > 0) throw new SlowDown(Math.ceil(wait / 1000));
  const account = await accountToSignIn(door(installation, "web"), email);
  const right = await checkPassword(password, account?.passwordHash ?? null);
  if (!right || account === null || account.disabledAt !== null) {
    throttles.account.failed(keys.account);
    throttles.address.failed(keys.address);
    installation.log.info("auth.refused", { via: from.via });
    throw new AppError("not-signed-in", "The email and the password do not belong together. Check both and try again.");
  }
  throttles.account.succeeded(keys.account);
  installation.log.info("auth.signed-in", { via: from.via, account: account.id });
  return await openSession(installation, account, from);
}

interface Throttles {
  readonly account: Throttle;
  readonly address: Throttle;
}

const kept = new WeakMap<object, Throttles>();

function throttlesOf(installation: Installation): Throttles {
  const made = kept.get(installation.keyring) ?? {
    account: new Throttle(installation.clock, { free: 5 }),
    address: new Throttle(installation.clock, { free: 50 }),
  };
  kept.set(installation.keyring, made);
  return made;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
