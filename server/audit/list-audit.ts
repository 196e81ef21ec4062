import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import type { IdentifierReason } from "../domain/identifier.ts";
import { addDays, startOfDay } from "../domain/zoned-time.ts";
import { type AuditRow, listAudit as readAudit } from "../store/index.ts";
import { audit } from "./audit.ts";
import { findMeant, type MeantPerson } from "./find-subject.ts";
import { countSearch, guardSearches } from "./search-budget.ts";
import { type About, whoIsMeant } from "./who-is-meant.ts";

const part = z.string().trim().min(1).max(100);

export const ListAuditInput = z.strictObject({
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** The beginning of an action's name, e.g. "data.". */
  action: z.string().max(40).optional(),
  /** Part of the name of who did it. */
  actor: part.optional(),
  /** Part of the words that say why. */
  purpose: part.optional(),
  /** Days of the company, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Whom it is about: a telephone or personal identity number in any notation. */
  about: z.string().trim().min(1).max(200).optional(),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;

export interface AuditView {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  /** The product's own work has no account. */
  readonly byPerson: boolean;
  readonly action: string;
  /** Whom it is about, by this reader's sight; "erased" when nobody can say any more; null when it is about nobody. */
  readonly about: string | null;
  readonly aboutKind: About["kind"];
  readonly purpose: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ip: string | null;
  /** SHA-256 in hex, by which the next entry names this one. */
  readonly hash: string;
}

export interface AuditAnswer {
  readonly rows: readonly AuditView[];
  /** null on the last page. */
  readonly next: number | null;
  /** How the number asked for was read; null when none was. */
  readonly read: { readonly reason: IdentifierReason; readonly searchable: boolean; readonly known: boolean } | null;
}

/**
 * Who did what here, the newest first. Reading the audit is written to the audit before it is shown; a search for a person
 * who stands nowhere in it stores nobody.
 */
export async function listAudit(ctx: CompanyContext, input: z.input<typeof ListAuditInput>): Promise<AuditAnswer> {
  authoriseCompany(ctx, "audit.see");
  const asked = ListAuditInput.parse(input);
  const { timeZone, id: companyId } = ctx.company;
  // Whether somebody is known here is an answer about a person, too.
  if (asked.about !== undefined) await guardSearches(ctx);
  const meant = asked.about === undefined ? null : await findMeant(ctx, asked.about);
  const page = {
    before: asked.before,
    limit: asked.limit,
    action: asked.action,
    actor: asked.actor,
    purpose: asked.purpose,
    from: asked.from === undefined ? undefined : startOfDay(asked.from, timeZone),
    until: asked.to === undefined ? undefined : startOfDay(addDays(asked.to, 1), timeZone),
    subjects: meant?.pseudonyms,
  };
  const rows = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const found = meant !== null && meant.pseudonyms.length === 0 ? [] : await readAudit(tx, companyId, page);
    if (meant !== null) await countSearch(tx, ctx);
    await audit(ctx, tx, {
      action: meant === null ? "audit.read" : "audit.search",
      subject: found.length === 0 ? null : (meant?.subject ?? null),
      detail: { shown: found.length, page: asked.before === undefined ? "first" : "next", ...filtersOf(asked) },
    });
    return found;
  });
  return {
    rows: await viewsOf(ctx, rows),
    next: rows.length < asked.limit ? null : (rows.at(-1)?.seq ?? null),
    read: meant === null ? null : readOf(meant),
  };
}

/** Which filters stood, never what was typed into them. */
export function filtersOf({
  action,
  actor,
  purpose,
  from,
  to,
}: Omit<ListAuditInput, "about">): Record<string, string | boolean> {
  return {
    ...(action === undefined ? {} : { group: /^[a-z]+\.$/.test(action) ? action.slice(0, -1) : "other" }),
    ...(actor === undefined ? {} : { byActor: true }),
    ...(purpose === undefined ? {} : { byPurpose: true }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function readOf({ read, pseudonyms }: MeantPerson): AuditAnswer["read"] {
  return { reason: read.reason, searchable: read.canonical !== null, known: pseudonyms.length > 0 };
}

async function viewsOf(ctx: CompanyContext, rows: readonly AuditRow[]): Promise<AuditView[]> {
  const meant = await whoIsMeant(ctx, rows);
  return rows.map((row) => {
    const about: About =
      row.subjectPseudonym === null ? { kind: "nobody" } : (meant.get(row.subjectPseudonym) ?? { kind: "erased" });
    return {
      seq: row.seq,
      at: row.at,
      actor: row.actor,
      byPerson: row.actorId !== null,
      action: row.action,
      about: about.kind === "person" ? about.shown : about.kind === "nobody" ? null : about.kind,
      aboutKind: about.kind,
      purpose: row.purpose,
      detail: row.detail,
      ip: row.ip,
      hash: row.hash.toString("hex"),
    };
  });
}
