import { audited } from "../../audit/audited.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { dropRecipient as remove, lockRecipients } from "../../store/alarm-recipients.ts";
import type { Owner } from "./owner.ts";
import { RecipientId } from "./recipient-input.ts";

/** It is told nothing more, and what waits for it is not sent. Throws AppError "not-found". */
export async function dropRecipient(ctx: Context, owner: Owner, input: RecipientId): Promise<void> {
  const { id } = RecipientId.parse(input);
  const entry = { action: "alarm.recipient.remove", detail: { recipientId: id } };
  await audited(ctx, owner.audited, entry, async (tx) => {
    await lockRecipients(tx, owner.companyId);
    if (!(await remove(tx, owner.companyId, id, ctx.clock())))
      throw new AppError("not-found", "This recipient does not exist any more.");
  });
}
