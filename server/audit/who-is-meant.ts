import type { CompanyContext } from "../context.ts";
import { DATA_CLASSES, nameOf } from "../domain/codes.ts";
import { type Field, seenAs, showValue } from "../domain/sight.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { liveSlices, openPseudonyms, revealSubjects } from "../keyring/index.ts";
import { AUDIT_CLASS } from "./month-slice.ts";

/** Whom an entry is about, as far as this reader may see it. */
export type About =
  | { readonly kind: "nobody" }
  | { readonly kind: "person"; readonly shown: string }
  | { readonly kind: "hidden" }
  | { readonly kind: "erased" };

/** A pseudonym does not say under which month it was made; there are few, and one block opens in no time. */
export async function whoIsMeant(ctx: CompanyContext, pseudonyms: readonly string[]): Promise<Map<string, About>> {
  const meant = new Map<string, About>();
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
    if (value !== undefined && cls !== undefined) meant.set(pseudonym, seenBy(ctx, cls as Field, value.canonical));
  }
  return meant;
}

function seenBy({ actor }: CompanyContext, cls: Field, canonical: string): About {
  if (seenAs(actor.sight, cls, canonical) === "hidden") return { kind: "hidden" };
  return { kind: "person", shown: showValue(actor.sight, cls, canonical) };
}
