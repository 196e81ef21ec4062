import { type Context, door } from "../../context.ts";
import { reachedRecipients } from "../../store/alarm-messages.ts";
import { listRecipients, type RecipientRow } from "../../store/alarm-recipients.ts";
import { withAuditOf } from "../../store/audit.ts";
import { readRelay } from "../../store/mail-relay.ts";
import { type AlarmKind, seenKinds } from "../alarms/alarm.ts";
import type { Owner } from "./owner.ts";

/** A recipient as people see it: of a webhook its origin, and never its secret. */
export type RecipientView = Pick<
  RecipientRow,
  | "id"
  | "way"
  | "address"
  | "language"
  | "scope"
  | "kinds"
  | "pin"
  | "changedAt"
  | "setByName"
  | "failingSince"
  | "problem"
> & {
  /** Whether anything has arrived there since it was entered or changed. */
  readonly hasArrived: boolean;
};

export interface RecipientsView {
  readonly recipients: readonly RecipientView[];
  /** The kinds that the reader may have told: those that they see themselves. */
  readonly kinds: readonly AlarmKind[];
  /** Whether the installation has a relay: without one no mail leaves. */
  readonly hasRelay: boolean;
}

/** At most twenty, hence no pages. */
export async function showRecipients(ctx: Context, { companyId }: Owner): Promise<RecipientsView> {
  const web = door(ctx, "web");
  const [rows, reached] = await withAuditOf(web, companyId, async (tx) => [
    await listRecipients(tx, companyId),
    await reachedRecipients(tx, companyId),
  ]);
  return {
    recipients: rows.map(
      ({ id, way, address, language, scope, kinds, pin, changedAt, setByName, failingSince, problem }) => ({
        id,
        way,
        address,
        language,
        scope,
        kinds,
        pin,
        changedAt,
        setByName,
        failingSince,
        problem,
        hasArrived: reached.has(id),
      }),
    ),
    kinds: seenKinds(ctx.actor.permissions),
    hasRelay: (await readRelay(web)) !== null,
  };
}
