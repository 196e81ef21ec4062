import { z } from "zod";
import { hashPassword } from "../auth/password.ts";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { setPassword } from "../store/accounts.ts";
import { revokeSessions } from "../store/sessions.ts";
import { generatedPassword } from "./add-person.ts";
import { guardPasswordFromOutside } from "./from-outside.ts";
import { lockPerson, reachedPerson } from "./person.ts";
import { unsettle } from "./unsettle.ts";

export const ResetPasswordInput = z.strictObject({ accountId: z.uuid() });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

/** A new generated password, told this once. Whoever was signed in with the old one is out, and the new one opens only its change. */
export async function resetPassword(ctx: Context, input: ResetPasswordInput): Promise<{ readonly password: string }> {
  authorise(ctx, "people.change");
  requireStepUp(ctx);
  const { accountId } = ResetPasswordInput.parse(input);
  const { scopeCompanyId, email } = await reachedPerson(ctx, "people.change", accountId);
  const password = generatedPassword();
  const hash = await hashPassword(password, email);
  await audited(
    ctx,
    scopeCompanyId,
    { action: "people.reset-password", detail: { account: accountId } },
    async (tx) => {
      await lockPerson(tx, ctx, accountId);
      await guardPasswordFromOutside(ctx, tx, scopeCompanyId);
      await unsettle(tx, ctx, scopeCompanyId, accountId);
      await setPassword(tx, accountId, hash, true, ctx.actor.via === "portal");
      await revokeSessions(tx, { accountId }, ctx.clock());
    },
  );
  return { password };
}
