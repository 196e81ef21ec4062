import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { nameOf, DATA_CLASSES, type PartyClass } from "../domain/codes.ts";
import { showValue } from "../domain/sight.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { liveSlices, openPseudonyms, revealSubjects } from "../keyring/index.ts";
import { listAudit as readAudit } from "../store/audit.ts";
import { AUDIT_CLASS } from "./month-slice.ts";

export const ListAuditInput = z.strictObject({
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** The beginning of an action's name, e.g. "data.". */
  action: z.string().max(40).optional(),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;

export interface AuditView {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  /** Whom it is about, as the profile shows it; "hidden" by it; "erased" when nobody can say any more; null: about nobody. */
  readonly about: string | null;
  readonly purpose: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Who did what here, the newest first. */
export async function listAudit(
  ctx: CompanyContext,
  input: z.input<typeof ListAuditInput>,
): Promise<{ rows: readonly AuditView[]; next: number | null }> {
  authoriseCompany(ctx, "audit.see");
  const { before, limit, action } = ListAuditInput.parse(input);
  const page = { limit, ...(before === undefined ? {} : { before }), ...(action === undefined ? {} : { action }) };
  const rows = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => readAudit(tx, ctx.company.id, page));
  const about = await whoIsMeant(
    ctx,
    rows.map((row) => row.subjectPseudonym).filter((text) => text !== null),
  );
  const views = rows.map(({ seq, at, actor, action: done, purpose, detail, subjectPseudonym }) => ({
    seq,
    at,
    actor,
    action: done,
    purpose,
    detail,
    about: subjectPseudonym === null ? null : (about.get(subjectPseudonym) ?? "erased"),
  }));
  return { rows: views, next: rows.length < limit ? null : (rows.at(-1)?.seq ?? null) };
}

/** A pseudonym does not say under which month it was made; there are few, and one block opens in no time. */
async function whoIsMeant(ctx: CompanyContext, pseudonyms: readonly string[]): Promise<Map<string, string>> {
  const meant = new Map<string, string>();
  if (pseudonyms.length === 0) return meant;
  const packed = Buffer.concat(pseudonyms.map(uuidBytes));
  const ids = new Map<string, Buffer>();
  for (const slice of await liveSlices(ctx.keyring, ctx.company.id, { classes: [AUDIT_CLASS] })) {
    const opened = await openPseudonyms(ctx.keyring, ctx.company.id, slice.id, packed);
    for (const [place, one] of opened.entries()) {
      const pseudonym = pseudonyms[place];
      if (one.kind === "subject" && pseudonym !== undefined) ids.set(pseudonym, Buffer.from(one.id));
    }
  }
  const revealed = await revealSubjects(ctx.keyring, ctx.company.id, [...ids.values()]);
  for (const [pseudonym, id] of ids) {
    const value = revealed.get(id.toString("hex"));
    const cls = value === undefined ? undefined : nameOf(DATA_CLASSES, value.class);
    if (value === undefined || cls === undefined) continue;
    meant.set(pseudonym, showValue(ctx.actor.sight, cls as PartyClass, value.canonical) || "hidden");
  }
  return meant;
}
