import { audited } from "../audit/index.ts";
import { type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type Account, accountToSignIn } from "../store/accounts.ts";
import { checkPassword } from "./password.ts";
import type { Session } from "./session.ts";
import { countGuess } from "./throttle.ts";

/**
 * That whoever sits at an open session knows its password. Throws AppError "bad-input" after a wrong one, which is written
 * into the audit, and SlowDown after too many: an open screen is no better place to guess than the sign-in page.
 */
export async function provePassword(
  ctx: Context & { readonly session: Session },
  password: string,
  refused: "session.step-up-refused" | "password.refused",
): Promise<Account> {
  const { accountId, address } = ctx.actor;
  const wasRight = await countGuess(ctx, { kind: "proof", of: accountId ?? "", address });
  const account = await accountToSignIn(door(ctx, "web"), ctx.session.email);
  const right = await checkPassword(password, account?.passwordHash ?? null);
  if (account === null || account.id !== accountId || !right) {
    await audited(ctx, ctx.actor.companyId, { action: refused }, async () => undefined);
    throw new AppError("bad-input", "The present password is not right.");
  }
  await wasRight();
  return account;
}
