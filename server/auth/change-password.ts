import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { setPassword } from "../store/accounts.ts";
import { revokeOtherSessions, stepUpSession } from "../store/sessions.ts";
import { hashPassword } from "./password.ts";
import { provePassword } from "./prove-password.ts";
import type { Session } from "./session.ts";

export const ChangePasswordInput = z.strictObject({
  current: z.string().min(1).max(256),
  next: z.string().min(1).max(256),
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

/** One's own password, with the present one as proof. Whoever is signed in with the old one elsewhere is signed out. */
export async function changePassword(
  ctx: Context & { readonly session: Session },
  input: ChangePasswordInput,
): Promise<void> {
  authorise(ctx, "account.own");
  const { current, next } = ChangePasswordInput.parse(input);
  const account = await provePassword(ctx, current, "password.refused");
  if (current === next) throw new AppError("bad-input", "Choose a password other than the present one.");
  const hash = await hashPassword(next, account.email);
  await audited(ctx, account.scopeCompanyId, { action: "password.change" }, async (tx) => {
    await setPassword(tx, account.id, hash, false);
    await revokeOtherSessions(tx, account.id, ctx.session.tokenHash, ctx.clock());
    await stepUpSession(tx, ctx.session.tokenHash, ctx.clock());
  });
}
