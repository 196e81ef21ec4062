import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, nameOf, type PartyClass } from "../domain/codes.ts";
import { isPrivate } from "../domain/nature.ts";
import { maskedIn, type Sight, seenAs, showValue, sightOfCall } from "../domain/sight.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { liveSlices, openPseudonyms, revealSubjects } from "../keyring/index.ts";
import { listRules, naturesOf } from "../store/index.ts";
import { AUDIT_CLASS } from "./month-slice.ts";

/** Whom an entry is about, as far as this reader may see it. */
export type About =
  | { readonly kind: "nobody" }
  | { readonly kind: "person"; readonly shown: string }
  | { readonly kind: "hidden" }
  | { readonly kind: "erased" };

export interface Entry {
  readonly subjectPseudonym: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Whom entries are about, by their pseudonyms. One does not say under which month it was made; there are few, and one block opens
 * in no time. Whom an entry names beside a private call is seen as there.
 */
export async function whoIsMeant(ctx: CompanyContext, entries: readonly Entry[]): Promise<Map<string, About>> {
  const meant = new Map<string, About>();
  const pseudonyms = [...new Set(entries.flatMap((entry) => entry.subjectPseudonym ?? []))];
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
  const masked = await classesMaskedByRule(ctx);
  const guarded = await besidePrivateCalls(ctx, entries);
  for (const [pseudonym, id] of ids) {
    const value = revealed.get(id.toString("hex"));
    const cls = value === undefined ? undefined : nameOf(DATA_CLASSES, value.class);
    if (value !== undefined && cls !== undefined)
      meant.set(
        pseudonym,
        seenBy(sightOfCall(ctx.actor.sight, guarded.has(pseudonym)), cls as PartyClass, value.canonical, masked),
      );
  }
  return meant;
}

/** An entry stands apart from the calls that a rule counts days for: where one masks a class at all, the audit masks it. */
async function classesMaskedByRule({ sql, company }: CompanyContext): Promise<ReadonlySet<number>> {
  const rules = await withCompany(door({ sql }, "web"), company.id, (tx) => listRules(tx, company.id));
  return new Set(rules.filter((rule) => rule.maskedAfterDays !== null).map((rule) => rule.class));
}

/** Who is named in an entry about one call that is private. */
async function besidePrivateCalls(
  { sql, company }: CompanyContext,
  entries: readonly Entry[],
): Promise<ReadonlySet<string>> {
  const calls = new Map<string, string>();
  for (const { subjectPseudonym, detail } of entries) {
    const call = detail["call"];
    if (subjectPseudonym !== null && typeof call === "string" && UUID.test(call)) calls.set(call, subjectPseudonym);
  }
  if (calls.size === 0) return new Set();
  const natures = await withCompany(door({ sql }, "web"), company.id, (tx) =>
    naturesOf(tx, company.id, [...calls.keys()]),
  );
  const named = entries.filter(({ detail }) => isPrivate(natures.get(String(detail["call"])) ?? null));
  return new Set(named.flatMap((entry) => entry.subjectPseudonym ?? []));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function seenBy(of: Sight, cls: PartyClass, canonical: string, masked: ReadonlySet<number>): About {
  const sight = maskedIn(of, cls, masked.has(DATA_CLASSES[cls]));
  if (seenAs(sight, cls, canonical) === "hidden") return { kind: "hidden" };
  return { kind: "person", shown: showValue(sight, cls, canonical) };
}
