import type { CompanyContext } from "../context.ts";
import { DATA_CLASSES } from "../domain/codes.ts";
import { type ReadIdentifier, readIdentifier } from "../domain/identifier.ts";
import { uuidText } from "../domain/uuid.ts";
import { findSubjects, liveSlices, pseudonymsAcross } from "../keyring/index.ts";
import { subjectPseudonym } from "./audit.ts";
import { AUDIT_CLASS } from "./month-slice.ts";

export interface MeantPerson {
  readonly read: ReadIdentifier;
  /** How each living month of the audit names that person; empty when nobody of that number is known any more. */
  readonly pseudonyms: readonly string[];
  /** How the present month names that person. */
  readonly subject: string | null;
}

/** Reads what was typed as Data management does, and asks how the months of the audit name that person. */
export async function findMeant(ctx: CompanyContext, text: string): Promise<MeantPerson> {
  const read = readIdentifier(text, "detect", ctx.company, ctx.clock());
  const { canonical } = read;
  if (canonical === null) return { read, pseudonyms: [], subject: null };
  const ids = new Map<string, Buffer>();
  for (const form of read.type === "phone" ? [canonical] : [canonical, ...read.notations]) {
    const asked = { class: DATA_CLASSES[read.class], canonical: form, aliases: read.aliases };
    for (const found of await findSubjects(ctx.keyring, ctx.company.id, asked)) {
      // The last eight digits may be somebody else's: an audit about another person is no answer.
      if (found.tier !== "possible") ids.set(found.subjectId.toString("hex"), found.subjectId);
    }
  }
  const slices = await liveSlices(ctx.keyring, ctx.company.id, { classes: [AUDIT_CLASS] });
  const pseudonyms: string[] = [];
  for (const id of [...ids.values()].slice(0, MOST_SUBJECTS)) {
    const packed = await pseudonymsAcross(ctx.keyring, ctx.company.id, slices, id);
    for (let at = 0; at < packed.length; at += 16) pseudonyms.push(uuidText(packed.subarray(at, at + 16)));
  }
  return { read, pseudonyms, subject: await subjectPseudonym(ctx, [...ids.values()][0]) };
}

/** A number has one subject, and one more for each way it was written before the normaliser learnt better. */
const MOST_SUBJECTS = 50;
