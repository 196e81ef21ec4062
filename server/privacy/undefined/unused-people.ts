import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { DATA_CLASSES, nameOf, type PartyClass } from "../../domain/codes.ts";
import { readIdentifier } from "../../domain/identifier.ts";
import type { CutValue } from "../../domain/raw/index.ts";
import { anyMarked, markedSubjects, personMarks, revealSubjects } from "../../keyring/index.ts";
import { identifiersOnTheirWay } from "../erase/open-plans.ts";
import { seenIn } from "../erase/seen-in-bytes.ts";
import { sureQuestions } from "../seek/find-people.ts";

/** Says of the bytes of a line whether somebody stands in them whose data nobody uses. */
export type HoldsUnused = (bytes: Buffer) => Promise<boolean>;

/** People who are restricted, or about to be erased: a line that holds one of them is shown to nobody. */
export async function unusedPeople(tx: Tx, ctx: CompanyContext): Promise<HoldsUnused> {
  const { keyring, company } = ctx;
  const marks = await personMarks(keyring, company.id);
  const revealed = await revealSubjects(keyring, company.id, markedSubjects(marks));
  const values = [
    ...[...revealed.values()].map(({ class: cls, canonical }) => cutOf(nameOf(DATA_CLASSES, cls), canonical)),
    ...(await identifiersOnTheirWay(tx, ctx)).map(({ class: cls, canonical }) => cutOf(cls, canonical)),
  ].flatMap((value) => (value === null ? [] : [value]));
  if (marks.length === 0 && values.length === 0) return async () => false;
  return async (bytes) =>
    (values.length > 0 && seenIn(bytes, values)) ||
    (await anyMarked(keyring, company.id, marks, marks.length === 0 ? [] : peopleIn(bytes, ctx)));
}

function cutOf(cls: string | undefined, canonical: string): CutValue | null {
  if (cls !== "phone" && cls !== "ssn" && cls !== "ssn_truncated" && cls !== "name") return null;
  return { role: "calling", class: cls satisfies PartyClass, start: 0, end: 0, canonical };
}

const RUN = /\+?\d(?:[ ()./-]{0,3}\d)+/g;
const FEWEST_DIGITS = 6;
const MOST_RUNS = 200;

/** Of a person of whom nothing is stored there are only hashes: what reads like a number is asked whether it is theirs. */
function peopleIn(bytes: Buffer, { company, clock }: CompanyContext): { class: number; canonical: string }[] {
  const runs = new Set(bytes.toString("latin1").replaceAll("\u0000", "").match(RUN) ?? []);
  return [...runs]
    .flatMap((run) => [run, ...run.split(/[ ]/)])
    .filter((run) => run.replace(/\D/g, "").length >= FEWEST_DIGITS)
    .slice(0, MOST_RUNS)
    .flatMap((run) => sureQuestions(readIdentifier(run, "detect", company, clock())));
}
