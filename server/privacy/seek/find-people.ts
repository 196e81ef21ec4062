import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, type PartyClass } from "../../domain/codes.ts";
import { type ReadIdentifier, readIdentifier } from "../../domain/identifier.ts";
import { findSubjects, type IdentifierAsked, type Keyring } from "../../keyring/index.ts";
import type { Tier } from "../hit.ts";
import type { Sought } from "../search-input.ts";

/** A subject that what was typed may stand for. */
export interface FoundPerson {
  readonly subjectId: Buffer;
  readonly class: PartyClass;
  readonly tier: Tier;
}

export interface FoundPeople {
  readonly read: ReadIdentifier;
  /** One entry a subject, under its best tier. */
  readonly people: readonly FoundPerson[];
  /** Those too that a choice of tier or class left out: what the other choices would show is counted by them. */
  readonly everybody: readonly FoundPerson[];
}

/** Truncated numbers have one subject a record; more than this is a birthday shared by a town. */
export const MOST_SUBJECTS = 2_000;

/** Reads what was typed by the company's own settings and asks the keyring who that may be. */
export async function findPeople(ctx: CompanyContext, sought: Sought): Promise<FoundPeople> {
  const read = readIdentifier(sought.text, sought.type, ctx.company, ctx.clock());
  if (read.canonical === null) return { read, people: [], everybody: [] };
  const found = new Map<string, FoundPerson>();
  const asked = questions(read);
  const answers = await Promise.all(asked.map(({ ask }) => findSubjects(ctx.keyring, ctx.company.id, ask)));
  for (const [place, { cls, worst }] of asked.entries()) {
    for (const subject of answers[place] ?? []) {
      const tier = worse(subject.tier, worst);
      const hex = subject.subjectId.toString("hex");
      const known = found.get(hex);
      if (known !== undefined && RANK[known.tier] <= RANK[tier]) continue;
      found.set(hex, { subjectId: subject.subjectId, class: cls, tier });
    }
  }
  const wanted = [...found.values()].filter(
    (person) =>
      sought.tiers.includes(person.tier) &&
      (sought.filters.classes.length === 0 || sought.filters.classes.includes(person.class)),
  );
  if (wanted.length > MOST_SUBJECTS) {
    throw new AppError(
      "limit",
      "Too many people share what was typed. Leave the possible hits out, or type the whole number.",
    );
  }
  const surest = (a: FoundPerson, b: FoundPerson) => RANK[a.tier] - RANK[b.tier];
  const all = [...found.values()].sort(surest);
  return { read, people: wanted.sort(surest), everybody: all.length > MOST_SUBJECTS ? wanted : all };
}

/** The keyring of a context whose caller has been authorised; a name for what stays behind this room. */
export type { Keyring };

/** What stands for the very person typed: the canonical form first, then the same digits read otherwise. Empty for what is no one's. */
export function sureQuestions(read: ReadIdentifier): IdentifierAsked[] {
  if (read.canonical === null) return [];
  return questions(read)
    .filter(({ worst }) => worst !== "possible")
    .map(({ ask }) => ask);
}

interface Question {
  readonly ask: IdentifierAsked;
  readonly cls: PartyClass;
  /** The best tier that an answer to this question can have. */
  readonly worst: Tier;
}

const RANK: Readonly<Record<Tier, number>> = { exact: 0, digits: 1, possible: 2 };

/** What is asked, in which class, and how sure an answer can be. */
function questions(read: ReadIdentifier): Question[] {
  const canonical = read.canonical ?? "";
  if (read.type === "phone") {
    // Digits that are a personal identity number as well: both are asked, that one as possible.
    const both = read.also.filter((other) => other.kind === "ssn");
    return [
      question("phone", canonical, "exact", read.aliases),
      ...both.map((other) => question("ssn", other.value, "possible")),
    ];
  }
  const own = read.class === "ssn_truncated" ? "ssn_truncated" : "ssn";
  const asked = [question(own, canonical, "exact")];
  // The other century is the same digits read otherwise; without its last four digits a number is many people's.
  for (const other of read.notations.filter((notation) => notation !== canonical))
    asked.push(question(own, other, "digits"));
  if (read.truncated !== null) asked.push(question("ssn_truncated", read.truncated, "possible"));
  if (own === "ssn") {
    // Keyed into a telephone it was stored as the digits somebody dialled.
    const digits = canonical.replace(/\D/g, "");
    for (const typed of new Set([digits, digits.slice(-10)])) {
      if (typed.length >= 10) asked.push(question("phone", typed, "possible", { digits: typed }));
    }
  }
  return asked;
}

function question(cls: PartyClass, canonical: string, worst: Tier, aliases: IdentifierAsked["aliases"] = {}): Question {
  return { ask: { class: DATA_CLASSES[cls], canonical, aliases }, cls, worst };
}

function worse(a: Tier, b: Tier): Tier {
  return RANK[a] >= RANK[b] ? a : b;
}
