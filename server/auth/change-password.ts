import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { accountToSignIn, setPassword } from "../store/accounts.ts";
import { revokeOtherSessions } from "../store/sessions.ts";
import { checkPassword, hashPassword } from "./password.ts";
import type { Session } from "./session.ts";

export const ChangePasswordInput = z.strictObject({ current: z.string().max(256), next: z.string().max(256) });
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

/** One's own password, with the present one as proof. Whoever is signed in with the old one elsewhere is signed out. */
export async function changePassword(
  ctx: Context & { readonly session: Session },
  input: ChangePasswordInput,
): Promise<void> {
  authorise(ctx, "account.own");
  const { current, next } = ChangePasswordInput.parse(input);
  const sql = door(ctx, "web");
  const account = await accountToSignIn(sql, ctx.session.email);
  const right = await checkPassword(current, account?.passwordHash ?? null);
  if (account === null || !right) throw new AppError("bad-input", "The present password is not right.");
  if (current === next) throw new AppError("bad-input", "Choose a password other than the present one.");
  const hash = await hashPassword(next, account.email);
  await audited(ctx, account.scopeCompanyId, { action: "password.change" }, async (tx) => {
    await setPassword(tx, account.id, hash, false);
    await revokeOtherSessions(tx, account.id, ctx.session.tokenHash, ctx.clock());
  });
}
