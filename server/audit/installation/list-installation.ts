import type { z } from "zod";
import type { Context } from "../../context.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import { INSTALLATION, listAudit as readAudit } from "../../store/index.ts";
import { audited } from "../audited.ts";
import { type AuditAnswer, filtersOf, ListAuditInput } from "../list-audit.ts";
import { authoriseReading } from "./authorise-reading.ts";

/** About a person of a company nothing stands here. */
export const ListInstallationInput = ListAuditInput.omit({ about: true });

/**
 * What was done that belongs to no company, the newest first: sign-ins of the operator and of resellers, companies, maintenance,
 * bounds. Days are those of UTC, since an installation has no time zone of its own. Reading it is an entry of it.
 */
export async function listInstallation(
  ctx: Context,
  input: z.input<typeof ListInstallationInput>,
): Promise<AuditAnswer> {
  authoriseReading(ctx);
  const asked = ListInstallationInput.parse(input);
  const page = {
    before: asked.before,
    limit: asked.limit,
    action: asked.action,
    actor: asked.actor,
    purpose: asked.purpose,
    from: asked.from === undefined ? undefined : startOfDay(asked.from, "UTC"),
    until: asked.to === undefined ? undefined : startOfDay(addDays(asked.to, 1), "UTC"),
  };
  const detail = { page: asked.before === undefined ? "first" : "next", ...filtersOf(asked) };
  const rows = await audited(ctx, null, { action: "audit.read", detail }, (tx) => readAudit(tx, INSTALLATION, page));
  return {
    rows: rows.map(({ seq, at, actor, actorId, action, purpose, detail: facts, ip, hash }) => ({
      ...{ seq, at, actor, action, purpose, detail: facts, ip },
      byPerson: actorId !== null,
      about: null,
      aboutKind: "nobody",
      hash: hash.toString("hex"),
    })),
    next: rows.length < asked.limit ? null : (rows.at(-1)?.seq ?? null),
    read: null,
  };
}
