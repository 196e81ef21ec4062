import { z } from "zod";
import { type Context, door } from "../../context.ts";
import { listMessages as list, type MessageRow, noticesOf } from "../../store/alarm-messages.ts";
import { listRecipients, type RecipientRow } from "../../store/alarm-recipients.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { seenKinds } from "../alarms/alarm.ts";
import type { Owner } from "./owner.ts";

export const ListMessagesInput = z.strictObject({
  /** The last one seen. */
  before: z.strictObject({ createdAt: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListMessagesInput = z.input<typeof ListMessagesInput>;

export interface MessageView
  extends Pick<
    MessageRow,
    "id" | "recipientId" | "about" | "state" | "attempts" | "createdAt" | "dueAt" | "endedAt" | "problem" | "status"
  > {
  /** null once the recipient was removed. */
  readonly way: RecipientRow["way"] | null;
  readonly address: string | null;
  /** The kinds of what was raised and of what is over, each once, as far as the reader may see them. */
  readonly raised: readonly string[];
  readonly over: readonly string[];
}

export interface MessagesView {
  readonly messages: readonly MessageView[];
  readonly next: { readonly createdAt: Date; readonly id: string } | null;
}

/** What was sent, what waits and what failed, the newest first. */
export async function listMessages(
  ctx: Context,
  { companyId }: Owner,
  input: ListMessagesInput = {},
): Promise<MessagesView> {
  const { before, limit } = ListMessagesInput.parse(input);
  return await withAuditOf(door(ctx, "web"), companyId, async (tx) => {
    const found = await list(tx, companyId, { before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const known = new Map((await listRecipients(tx, companyId)).map((one) => [one.id, one]));
    const ids = page.map(({ id }) => id);
    const seen: readonly string[] = seenKinds(ctx.actor.permissions);
    const maySee = ({ kind }: { readonly kind: string }) => companyId === INSTALLATION || seen.includes(kind);
    const notices = (await noticesOf(tx, companyId, ids)).filter(maySee);
    const kinds = (messageId: string, event: "raised" | "over") => [
      ...new Set(notices.flatMap((one) => (one.messageId === messageId && one.event === event ? [one.kind] : []))),
    ];
    const last = page.at(-1);
    return {
      messages: page.map((row): MessageView => {
        const { id, recipientId, about, state, attempts, createdAt, dueAt, endedAt, problem, status } = row;
        const to = known.get(recipientId);
        return {
          id,
          recipientId,
          about,
          state,
          attempts,
          createdAt,
          dueAt,
          endedAt,
          problem,
          status,
          way: to?.way ?? null,
          address: to?.address ?? null,
          raised: kinds(id, "raised"),
          over: kinds(id, "over"),
        };
      }),
      next: found.length > page.length && last !== undefined ? { createdAt: last.createdAt, id: last.id } : null,
    };
  });
}
