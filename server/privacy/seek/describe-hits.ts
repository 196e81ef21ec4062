import type { CompanyContext } from "../../context.ts";
import {
  DATA_CLASSES,
  DIRECTIONS,
  DISPOSITIONS,
  nameOf,
  PRODUCTS,
  partyBit,
  type PartyClass,
  RECORD_KINDS,
  ROLES,
  type Role,
} from "../../domain/codes.ts";
import { NEVER_DAYS } from "../../domain/retention.ts";
import type { Sorted } from "../../domain/sorted.ts";
import { uuidBytes } from "../../domain/uuid.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";
import {
  type EndpointLabel,
  endpointLabels,
  liveSlices,
  openPseudonyms,
  type Revealed,
  revealSubjects,
} from "../../keyring/index.ts";
import type { PartyHit, PartyOfRecord } from "../../store/index.ts";
import { type GoneParty, type Hit, SOURCE_NAMES, type Tier } from "../hit.ts";
import type { FoundPerson } from "./find-people.ts";
import { type CasesSeen, isRestricted } from "./restricted.ts";

/** A hit before its numbers are masked or written out. */
export interface ClearHit
  extends Omit<
    Hit,
    "number" | "seen" | "note" | "otherParties" | "nature" | "apart" | "category" | "cost" | "costSeen"
  > {
  readonly own: ClearParty;
  readonly others: readonly ClearParty[];
  /** What it is counted as, in codes. */
  readonly sorted: Sorted;
}

export interface ClearParty {
  readonly role: Role;
  readonly class: PartyClass;
  readonly canonical: string | null;
  readonly erasedOn: Day | null;
  readonly restricted: boolean;
}

type Place = Pick<CompanyContext, "keyring" | "company">;

interface OpenedParty extends PartyOfRecord {
  readonly subject: string | null;
}

/** One hit a record, in the order given: who of the people sought it is, and who else took part. */
export async function describeHits(
  ctx: Place,
  hits: readonly PartyHit[],
  parties: readonly PartyOfRecord[],
  people: readonly Pick<FoundPerson, "subjectId" | "class" | "tier">[],
  sourceNames: ReadonlyMap<number, string>,
  { cases, corrected }: CaseState = NO_CASES,
): Promise<ClearHit[]> {
  const opened = await openAll(ctx, parties);
  const [values, labels, rawEnds] = await Promise.all([
    revealSubjects(
      ctx.keyring,
      ctx.company.id,
      [...new Set(opened.map((one) => one.subject).filter((id) => id !== null))].map(hexBytes),
    ),
    endpointLabels(ctx.keyring, ctx.company.id, [
      ...new Set(hits.flatMap((hit) => [hit.endpointId, hit.queueId]).filter((id) => id !== null)),
    ]),
    endsOfRaw(ctx, hits, cases),
  ]);
  const sought = new Map(people.map((person) => [person.subjectId.toString("hex"), person.tier]));
  const byRecord = new Map<string, OpenedParty[]>();
  for (const party of opened) byRecord.set(party.recordId, [...(byRecord.get(party.recordId) ?? []), party]);
  const described: ClearHit[] = [];
  const seen = new Set<string>();
  for (const hit of hits) {
    if (seen.has(hit.recordId)) continue;
    seen.add(hit.recordId);
    const rawEnd = rawEnds.get(hit.sliceId);
    const clear = describe(
      hit,
      byRecord.get(hit.recordId) ?? [],
      sought,
      { values, cases },
      labels,
      sourceNames,
      rawEnd,
    );
    described.push({ ...clear, correctedOn: corrected.get(hit.recordId) ?? null });
  }
  return described;
}

/** The raw of a call ends with a slice of the same day, product and case; by the slice its party stands in. */
async function endsOfRaw(ctx: Place, hits: readonly PartyHit[], cases: CasesSeen): Promise<ReadonlyMap<number, Day>> {
  const slices = await liveSlices(ctx.keyring, ctx.company.id, { classes: Object.values(DATA_CLASSES) });
  const wanted = new Set(hits.map((hit) => hit.sliceId));
  const keyOf = ({ id, product, callDay }: (typeof slices)[number]) =>
    `${product} ${callDay} ${cases.slices.get(id)?.caseId ?? ""}`;
  const last = new Map<string, Day>();
  for (const slice of slices) {
    if (slice.class !== DATA_CLASSES.raw) continue;
    const known = last.get(keyOf(slice));
    if (known === undefined || known < slice.expiresOn) last.set(keyOf(slice), slice.expiresOn);
  }
  const ends = new Map<number, Day>();
  for (const slice of slices) {
    const end = wanted.has(slice.id) ? last.get(keyOf(slice)) : undefined;
    if (end !== undefined) ends.set(slice.id, end);
  }
  return ends;
}

async function openAll(ctx: Place, parties: readonly PartyOfRecord[]): Promise<OpenedParty[]> {
  const bySlice = new Map<number, PartyOfRecord[]>();
  for (const party of parties) bySlice.set(party.sliceId, [...(bySlice.get(party.sliceId) ?? []), party]);
  const opened: OpenedParty[] = [];
  for (const [sliceId, rows] of bySlice) {
    const packed = Buffer.concat(rows.map((row) => uuidBytes(row.pseudonym)));
    const ids = await openPseudonyms(ctx.keyring, ctx.company.id, sliceId, packed);
    for (const [place, row] of rows.entries()) {
      const one = ids[place];
      opened.push({ ...row, subject: one?.kind === "subject" ? one.id.toString("hex") : null });
    }
  }
  return opened;
}

const RANK: Readonly<Record<Tier, number>> = { exact: 0, digits: 1, possible: 2 };

function describe(
  hit: PartyHit,
  parties: readonly OpenedParty[],
  sought: ReadonlyMap<string, Tier>,
  known: Known,
  labels: ReadonlyMap<number, EndpointLabel>,
  sourceNames: ReadonlyMap<number, string>,
  rawEnd: Day | undefined,
): Omit<ClearHit, "correctedOn"> {
  const { values } = known;
  const clear = parties
    .filter((party) => party.subject !== null && values.has(party.subject))
    .map((party) => ({ ...clearParty(party, known), sliceId: party.sliceId, tier: sought.get(party.subject ?? "") }));
  const mine = clear.filter((party) => party.tier !== undefined).sort((a, b) => rankOf(a) - rankOf(b));
  const own = mine[0] ?? {
    ...clearParty({ ...hit, subject: null }, known),
    sliceId: hit.sliceId,
    tier: "exact" as const,
  };
  const extension = labelOf(labels, hit.endpointId);
  const queue = labelOf(labels, hit.queueId);
  return {
    hitId: hit.recordId,
    source: SOURCE_NAMES[nameOf(RECORD_KINDS, hit.kind ?? 1) ?? "call_history"],
    date: hit.startedAt ?? startOf(hit.recordId),
    product: nameOf(PRODUCTS, hit.product) ?? "pbx",
    extension,
    queue,
    direction: hit.direction === null ? null : (nameOf(DIRECTIONS, hit.direction) ?? null),
    disposition: hit.disposition === null ? null : (nameOf(DISPOSITIONS, hit.disposition) ?? null),
    durationSeconds: hit.durationSeconds ?? 0,
    ringSeconds: hit.ringSeconds,
    role: own.role,
    class: own.class,
    tier: own.tier ?? "exact",
    erasedOn: own.erasedOn,
    own,
    others: clear.filter((party) => party !== mine[0]),
    sourceId: hit.sourceId,
    sourceName: sourceNames.get(hit.sourceId) ?? "",
    gone: goneOf(hit, clear),
    raw: {
      stored: hit.segmentId !== null && rawEnd !== undefined,
      erasedOn: rawEnd === undefined ? null : lastDay(rawEnd),
    },
    inParts: hit.partOf !== null,
    kept: keptBy(known.cases, own.sliceId),
    restricted: own.restricted,
    sorted: { costCents: hit.costCents, apart: hit.apart, nature: hit.nature, category: hit.category },
  };
}

interface Known {
  readonly values: ReadonlyMap<string, Revealed>;
  readonly cases: CasesSeen;
}

/** What is known of cases and corrections about the calls of a page. */
export interface CaseState {
  readonly cases: CasesSeen;
  readonly corrected: ReadonlyMap<string, Day>;
}

const NO_CASES: CaseState = {
  cases: {
    slices: new Map(),
    subjects: new Set(),
    restricts: false,
    making: false,
    waiting: new Set(),
    corrects: false,
  },
  corrected: new Map(),
};

function keptBy(cases: CasesSeen, sliceId: number): Hit["kept"] {
  const slice = cases.slices.get(sliceId);
  if (slice === undefined || slice.kind === "objection") return null;
  return { kind: slice.kind, name: slice.name };
}

function rankOf(party: ClearParty & { tier: Tier | undefined }): number {
  return RANK[party.tier ?? "possible"] * 10 + DATA_CLASSES[party.class];
}

function clearParty(
  party: Pick<OpenedParty, "recordId" | "role" | "class" | "expiresOn" | "subject" | "sliceId">,
  { values, cases }: Known,
): ClearParty {
  return {
    role: nameOf(ROLES, party.role) ?? "calling",
    class: (nameOf(DATA_CLASSES, party.class) ?? "phone") as PartyClass,
    canonical: party.subject === null ? null : (values.get(party.subject)?.canonical ?? null),
    erasedOn: lastDay(party.expiresOn),
    restricted: isRestricted(cases, party.sliceId, party.subject, party.recordId),
  };
}

/** A rule switched off writes a day a thousand years ahead, which is no date to show. */
function lastDay(day: Day): Day | null {
  return day > addDays("2000-01-01", NEVER_DAYS) ? null : day;
}

function labelOf(labels: ReadonlyMap<number, EndpointLabel>, id: number | null): string | null {
  return id === null ? null : (labels.get(id)?.label ?? null);
}

/** Identifiers the call was read with and has no more: erased ones and late ones are marked, the others went by rule. */
function goneOf(hit: PartyHit, there: readonly ClearParty[]): GoneParty[] {
  const gone: GoneParty[] = [];
  for (const role of Object.keys(ROLES) as Role[]) {
    for (const cls of ["phone", "ssn", "ssn_truncated", "name"] as const) {
      const bit = partyBit(role, cls);
      if ((hit.parties & bit) === 0 || there.some((party) => party.role === role && party.class === cls)) continue;
      const why = (hit.erased & bit) !== 0 ? "erased" : (hit.late & bit) !== 0 ? "late" : "expired";
      gone.push({ role, class: cls, why });
    }
  }
  return gone;
}

/** A call's id begins with the 48 bits of its start in milliseconds: told even when its facts have gone by their own rule. */
/** A call's id begins with its moment, in ms (RFC 9562 version 8). */
export function startOf(recordId: string): Date {
  return new Date(Number.parseInt(recordId.replaceAll("-", "").slice(0, 12), 16));
}

function hexBytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}
