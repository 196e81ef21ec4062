import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { STEP_UP_MS } from "../domain/step-up.ts";
import { stepUpSession } from "../store/sessions.ts";
import { provePassword } from "./prove-password.ts";
import type { Session } from "./session.ts";

/**
 * What is proved. The password is the only factor yet. A one-time code or a passkey joins as a union over `factor`, each with its
 * own check beside `provePassword`; verbs, the session's one moment and the portal's panel stay as they are.
 */
export const StepUpInput = z.strictObject({ password: z.string().min(1).max(256) });
export type StepUpInput = z.infer<typeof StepUpInput>;

/** For a quarter of an hour this session may erase, export, reveal and change rights. */
export async function stepUp(
  ctx: Context & { readonly session: Session },
  input: StepUpInput,
): Promise<{ readonly until: Date }> {
  authorise(ctx, "account.own");
  const { password } = StepUpInput.parse(input);
  const account = await provePassword(ctx, password, "session.step-up-refused");
  const now = ctx.clock();
  await audited(ctx, account.scopeCompanyId, { action: "session.step-up" }, async (tx) => {
    if (!(await stepUpSession(tx, ctx.session.tokenHash, now)))
      throw new AppError("not-signed-in", "Your session has ended. Sign in again.");
  });
  return { until: new Date(now.getTime() + STEP_UP_MS) };
}
