import { randomUUID } from "node:crypto";
import { audited } from "../../audit/audited.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { addMessage, recentMessages } from "../../store/alarm-messages.ts";
import { lockRecipients, recipientById } from "../../store/alarm-recipients.ts";
import type { Owner } from "./owner.ts";
import { RecipientId } from "./recipient-input.ts";

const MOST = 10;
const WITHIN_MS = 600_000;

/**
 * Sends a message that says it is a test, by the way of every other: the worker sends it, and the list of messages tells what
 * happened. Throws AppError "not-found", "too-many".
 */
export async function sendTest(
  ctx: Context,
  { companyId, audited: whose }: Owner,
  input: RecipientId,
): Promise<{ readonly messageId: string }> {
  const { id: recipientId } = RecipientId.parse(input);
  const messageId = randomUUID();
  await audited(ctx, whose, { action: "alarm.recipient.test", detail: { recipientId } }, async (tx) => {
    await lockRecipients(tx, companyId);
    if ((await recipientById(tx, companyId, recipientId)) === null)
      throw new AppError("not-found", "This recipient does not exist any more.");
    const now = ctx.clock();
    const since = new Date(now.getTime() - WITHIN_MS);
    const recent = await recentMessages(tx, companyId, { since, about: "test", limit: MOST });
    if (recent.length >= MOST)
      throw new AppError("too-many", "Ten tests within ten minutes at most. Wait a little.", { retry: true });
    await addMessage(tx, { companyId, id: messageId, recipientId, about: "test", createdAt: now, dueAt: now });
    await enqueue(tx, "deliver-alarm", { companyId, messageId });
  });
  return { messageId };
}
