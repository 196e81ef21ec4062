import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { phoneAliases, readNumber } from "../../domain/numbers/index.ts";
import { freshSubjectIds, revealSubjects } from "../../keyring/index.ts";
import { hexBytes } from "./erasure-work.ts";
import { type Gathered, partyClassOf, samePerson } from "./gather.ts";
import type { ErasurePlan } from "./plan.ts";

/** Truncated numbers and names have a subject a record: with the row its whole subject goes. */
const ONE_A_RECORD: ReadonlySet<number> = new Set([3, 4]);

/**
 * The subjects selected and, of the same person in the same calls, the others. Whole: every row of the selected goes;
 * otherwise their rows in the selection. Of the others the rows in these calls go, or all where that was asked for. `named` are
 * the identifiers that were selected.
 */
export async function makePlan(
  ctx: CompanyContext,
  gathered: Gathered,
  whole: boolean,
  othersElsewhere: boolean,
): Promise<{ plan: ErasurePlan; named: string[] }> {
  const own = new Map<string, number>();
  for (const row of gathered.selected) if (row.subject !== null) own.set(row.subject, row.class);
  const others = new Map<string, number>();
  for (const row of samePerson(gathered.selected, gathered.beside)) {
    if (row.subject !== null && !own.has(row.subject)) others.set(row.subject, row.class);
  }
  const goes = (cls: number, all: boolean) => all || ONE_A_RECORD.has(cls);
  const subjects = [
    ...[...own].map(([id, cls]) => ({ id, cls, all: goes(cls, whole) })),
    ...[...others].map(([id, cls]) => ({ id, cls, all: goes(cls, othersElsewhere) })),
  ];
  const ids = subjects.map((one) => hexBytes(one.id));
  const revealed = await revealSubjects(ctx.keyring, ctx.company.id, ids);
  // Without the identifier nothing guards against its coming back, and nothing looks for it: the certificate would be empty.
  if (revealed.size < new Set(subjects.map((one) => one.id)).size) throw alreadyGoing();
  const plan: ErasurePlan = {
    version: 1,
    destroy: subjects.filter((one) => one.all).map(({ id, cls }) => ({ id, class: cls, fresh: freshId() })),
    divide: subjects.filter((one) => !one.all).map(({ id, cls }) => ({ old: id, new: freshId(), class: cls })),
    identifiers: [],
  };
  const named = new Set<string>();
  for (const { id, cls, all } of subjects) {
    const canonical = revealed.get(id)?.canonical;
    if (canonical === undefined) continue;
    if (own.has(id)) named.add(canonical);
    // Bytes are looked through, and a watermark is set, for whoever goes altogether; many share a birthday or a name.
    if (!all || ONE_A_RECORD.has(cls) || plan.identifiers.some((known) => known.canonical === canonical)) continue;
    plan.identifiers.push(identifierOf(ctx, cls, canonical));
  }
  return { plan, named: [...named] };
}

function alreadyGoing(): AppError {
  return new AppError(
    "conflict",
    "Somebody in this selection is being erased already, or has just expired. Wait until that erasure is done or undone, and select anew.",
  );
}

function identifierOf(ctx: CompanyContext, cls: number, canonical: string): ErasurePlan["identifiers"][number] {
  const partyClass = partyClassOf(cls);
  if (partyClass !== "phone") return { class: partyClass, canonical, last8: null, also: [] };
  const digits = canonical.replace(/\D/g, "");
  const { national } = phoneAliases(readNumber(canonical, ctx.company));
  // +468465004 and 08465004 end in other eight digits; where a number cannot be read, those alone are compared.
  const also = national !== null && national.slice(-8) !== digits.slice(-8) ? [national] : [];
  return { class: partyClass, canonical, last8: digits.slice(-8), also };
}

function freshId(): string {
  return freshSubjectIds(1).toString("hex");
}
