import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../../domain/codes.ts";
import { readPattern } from "../../domain/number-pattern.ts";
import { isPrivate } from "../../domain/nature.ts";
import { holdsSsn } from "../../domain/sight.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import { countSubjects, destroyBox, liveSlices, openBox, walkSubjects } from "../../keyring/index.ts";
import {
  aboutToRestrict,
  addSelection,
  changePattern,
  dropSelection,
  epochSeen,
  growSelection,
  type PartyFilters,
  type PatternRow,
  patternById,
  searchParties,
  setSelectionDetail,
} from "../../store/index.ts";
import { countRecords } from "../freeze-selection.ts";
import { type MaskedValues, maskedValues } from "../retention/masked-values.ts";
import { startOf } from "../seek/describe-hits.ts";
import { PARTY_CLASSES, type PersonProbe, probesAmong } from "../seek/probes.ts";
import { casesSeen, isRestricted } from "../seek/restricted.ts";

type Work = Installation & { readonly company: Company };

/** The name of the sealed piece that holds the pattern. */
export const PATTERN_PART = "pattern";
const Sealed = z.strictObject({
  text: z.string(),
  kind: z.enum(["phone", "ssn"]),
  /** Whether personal identity numbers that somebody keyed into a telephone are looked at too. */
  keyed: z.boolean().default(false),
  /** Whether numbers of private calls are shown to who asks. */
  seesPrivate: z.boolean().default(false),
});

/** More hits than this nobody reads: the search stops and says so. */
export const MOST_HITS = 10_000;
/** So many people are probed with one statement each. */
const PEOPLE_AT_ONCE = 20;

/**
 * Looks at every identifier that lives in the period, a page at a time, and then for the calls of those that match, as a search
 * does: no index is made for it. Killed, it begins anew; cancelled, it leaves nothing.
 */
export async function runPatternSearch(work: Work, patternId: string, signal?: AbortSignal): Promise<void> {
  const row = await inCompany(work, (tx) => patternById(tx, work.company.id, patternId));
  if (row === null || (row.state !== "waiting" && row.state !== "running")) return;
  if (row.expiresAt <= work.clock()) return;
  const selectionId = randomUUID();
  try {
    const found = await lookThrough(work, row, selectionId, signal);
    await finish(work, row, selectionId, found);
  } catch (error) {
    await inCompany(work, (tx) => dropSelection(tx, work.company.id, selectionId));
    if (error instanceof Cancelled) return await end(work, row, "cancelled");
    if (error instanceof AppError && error.retry !== true) {
      await end(work, row, "failed");
      return;
    }
    throw error;
  }
}

class Cancelled extends Error {}

interface Found {
  readonly hits: number;
  readonly leftOut: number;
  readonly limited: boolean;
}

async function lookThrough(work: Work, row: PatternRow, selectionId: string, signal?: AbortSignal): Promise<Found> {
  const { keyring, company } = work;
  const box = await openBox(keyring, company.id, row.id);
  const { text, kind, keyed, seesPrivate } = Sealed.parse(
    JSON.parse(box.openPart(PATTERN_PART, row.sealed).toString()),
  );
  const pattern = readPattern(text, kind, company.country);
  const matches = (canonical: string) =>
    pattern.matches(canonical) && (kind === "ssn" || keyed || !holdsSsn(canonical));
  const cls = DATA_CLASSES[kind];
  const total = await countSubjects(keyring, company.id, cls);
  await inCompany(work, async (tx) => {
    const detail = {
      whole: false,
      records: 0,
      tiers: ["exact"],
      epoch: await epochSeen(tx, company.id),
      single: false,
    };
    await addSelection(tx, {
      companyId: company.id,
      id: selectionId,
      accountId: row.accountId,
      createdAt: work.clock(),
      expiresAt: row.expiresAt,
      detail,
    });
    await changePattern(tx, company.id, row.id, { state: "running", subjectsTotal: total, startedAt: work.clock() });
  });
  const period: PartyFilters = {
    from: startOfDay(row.fromDay, company.timeZone),
    to: startOfDay(addDays(row.toDay, 1), company.timeZone),
  };
  const seeking = new Seeking(work, row, selectionId, kind, { period, seesPrivate });
  let looked = 0;
  for await (const page of walkSubjects(keyring, company.id, { class: cls, from: row.fromDay }, matches)) {
    signal?.throwIfAborted();
    for (let at = 0; at < page.matched.length && !seeking.full; at += PEOPLE_AT_ONCE)
      await seeking.add(page.matched.slice(at, at + PEOPLE_AT_ONCE));
    looked += page.looked;
    await noteProgress(work, row.id, Math.min(looked, total), seeking.hits);
    if (seeking.full) break;
  }
  return { hits: seeking.hits, leftOut: seeking.leftOut, limited: seeking.full };
}

/** Also the place where a cancellation is met. */
async function noteProgress(work: Work, id: string, subjectsDone: number, calls: number): Promise<void> {
  const row = await inCompany(work, async (tx) => {
    await changePattern(tx, work.company.id, id, { subjectsDone, calls });
    return await patternById(tx, work.company.id, id);
  });
  if (row === null || row.cancelRequested) throw new Cancelled();
}

interface Seen {
  readonly period: PartyFilters;
  /** Whether who asked is shown numbers of private calls. */
  readonly seesPrivate: boolean;
}

/** Adds the calls of people who match to the selection, up to the limit. */
class Seeking {
  hits = 0;
  leftOut = 0;
  full = false;
  readonly #work: Work;
  readonly #row: PatternRow;
  readonly #selectionId: string;
  readonly #kind: "phone" | "ssn";
  readonly #period: PartyFilters;
  readonly #seesPrivate: boolean;

  constructor(work: Work, row: PatternRow, selectionId: string, kind: "phone" | "ssn", how: Seen) {
    const { period, seesPrivate } = how;
    this.#seesPrivate = seesPrivate;
    this.#work = work;
    this.#row = row;
    this.#selectionId = selectionId;
    this.#kind = kind;
    this.#period = period;
  }

  async add(ids: readonly Buffer[]): Promise<void> {
    const { keyring, company } = this.#work;
    const people = ids.map((subjectId) => ({ subjectId, class: this.#kind }));
    const living = await liveSlices(keyring, company.id, { classes: PARTY_CLASSES });
    const { probes } = await probesAmong(this.#work, living, people, { products: [], to: this.#row.toDay });
    await inCompany(this.#work, async (tx) => {
      const cases = await casesSeen(tx, this.#work);
      const masks = await maskedValues(tx, this.#work);
      const hidden = (probe: PersonProbe) => isRestricted(cases, probe.sliceId, probe.person.subjectId.toString("hex"));
      const away = cases.restricts ? probes.filter(hidden) : [];
      this.leftOut += await this.#count(tx, away, masks);
      const open = away.length === 0 ? probes : probes.filter((probe) => !hidden(probe));
      const found = [...new Set(await this.#records(tx, open, masks))];
      const waiting = cases.making ? await aboutToRestrict(tx, company.id, found) : new Set();
      this.leftOut += waiting.size;
      const rows = found.filter((id) => !waiting.has(id));
      const chosen = rows.slice(0, MOST_HITS - this.hits);
      if (chosen.length < rows.length) this.full = true;
      if (chosen.length === 0) return;
      await growSelection(tx, {
        companyId: company.id,
        id: this.#selectionId,
        probes: open,
        filters: this.#period,
        recordIds: chosen,
      });
      this.hits += chosen.length;
      if (this.hits >= MOST_HITS) this.full = true;
    });
  }

  async #count(tx: Tx, probes: readonly PersonProbe[], masks: MaskedValues): Promise<number> {
    return new Set(await this.#records(tx, probes, masks)).size;
  }

  /**
   * Newest first, no more than could still be taken and one. What a rule masks to everybody is not found by its digits, nor who is
   * in a private call by whom these are not shown: a pattern would tell them one by one.
   */
  async #records(tx: Tx, probes: readonly PersonProbe[], masks: MaskedValues): Promise<string[]> {
    const records: string[] = [];
    for (let before: string | undefined; probes.length > 0 && records.length <= MOST_HITS - this.hits; ) {
      const page = { limit: PAGE, filters: this.#period, ...(before === undefined ? {} : { before }) };
      const rows = await searchParties(tx, this.#work.company.id, probes, page);
      const clear = ({ product, recordId, nature }: (typeof rows)[number]) =>
        (this.#seesPrivate || !isPrivate(nature)) &&
        (!masks.any || !masks.ofCall(nameOf(PRODUCTS, product) ?? "pbx", this.#kind, startOf(recordId)));
      records.push(...rows.filter(clear).map((hit) => hit.recordId));
      before = rows.at(-1)?.recordId;
      if (rows.length < PAGE) break;
    }
    return records;
  }
}

const PAGE = 2_000;

async function finish(work: Work, row: PatternRow, selectionId: string, found: Found): Promise<void> {
  const companyId = work.company.id;
  await inCompany(work, async (tx) => {
    const { rows } = await countRecords(tx, companyId, selectionId);
    const detail = { whole: false, records: rows, tiers: ["exact"], leftOut: found.leftOut };
    await setSelectionDetail(tx, companyId, selectionId, detail);
    await changePattern(tx, companyId, row.id, {
      state: "ready",
      selectionId: rows === 0 ? null : selectionId,
      calls: rows,
      leftOut: found.leftOut,
      limited: found.limited,
      finishedAt: work.clock(),
    });
    if (rows === 0) await dropSelection(tx, companyId, selectionId);
    await systemAudit(work, tx, companyId, {
      action: "data.pattern.done",
      detail: { pattern: row.id, calls: rows, limited: found.limited, left: found.leftOut },
    });
  });
  // What was looked for is not needed any more; what was found has two days.
  await destroyBox(work.keyring, companyId, row.id);
}

async function end(work: Work, row: PatternRow, state: "cancelled" | "failed"): Promise<void> {
  await inCompany(work, (tx) =>
    changePattern(tx, work.company.id, row.id, { state, calls: 0, finishedAt: work.clock() }),
  );
  await destroyBox(work.keyring, work.company.id, row.id);
}

function inCompany<T>(work: Work, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}
