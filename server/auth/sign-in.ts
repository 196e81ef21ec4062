import { z } from "zod";
import { audited } from "../audit/index.ts";
import { door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type Account, accountToSignIn } from "../store/accounts.ts";
import { nobody } from "./nobody.ts";
import { type OpenedSession, openSession, type SignInOrigin } from "./open-session.ts";
import { checkPassword } from "./password.ts";
import { countGuess } from "./throttle.ts";

export const SignInInput = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(256) });
export type SignInInput = z.infer<typeof SignInInput>;

/**
 * Opens a session for an email and a password. Throws AppError "not-signed-in" with one sentence for every reason, after
 * the same work, and SlowDown for an account or an address that fails too often.
 */
export async function signIn(installation: Installation, input: unknown, from: SignInOrigin): Promise<OpenedSession> {
  const read = SignInInput.safeParse(input);
  if (!read.success) throw refusal();
  const { email, password } = read.data;
  const wasRight = await countGuess(installation, { kind: "sign-in", of: email, address: from.address });
  const account = await accountToSignIn(door(installation, "web"), email);
  const right = await checkPassword(password, account?.passwordHash ?? null);
  if (!right || account === null || account.disabledAt !== null) {
    await writeRefusal(installation, account, from);
    throw refusal();
  }
  await wasRight();
  installation.log.info("auth.signed-in", { via: from.via, account: account.id });
  return await openSession(installation, account, from);
}

/** What somebody typed who has no account may be a password in the wrong field: neither audit nor log repeats it. */
async function writeRefusal(installation: Installation, account: Account | null, from: SignInOrigin): Promise<void> {
  installation.log.info("auth.refused", { via: from.via });
  const entry = { action: "session.refused", ...(account === null ? {} : { detail: { account: account.id } }) };
  const ctx = { ...installation, actor: nobody(from) };
  await audited(ctx, account?.scopeCompanyId ?? null, entry, async () => undefined);
}

function refusal(): AppError {
  return new AppError("not-signed-in", "The email and the password do not belong together. Check both and try again.");
}
