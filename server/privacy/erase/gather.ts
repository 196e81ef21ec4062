import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, nameOf, type PartyClass } from "../../domain/codes.ts";
import { uuidBytes } from "../../domain/uuid.ts";
import { liveSlices, openPseudonyms } from "../../keyring/index.ts";
import { eachSelected, type PartyOfRecord, partiesOfRecords, type SelectedHit } from "../../store/index.ts";
import { daysOfCalls, PARTY_CLASSES } from "../seek/probes.ts";

/** A row that points at somebody, opened. `subject` is null where it opens to nobody any more. */
export interface OpenedRow {
  readonly recordId: string;
  readonly expiresOn: string;
  readonly sliceId: number;
  readonly pseudonym: string;
  readonly role: number;
  readonly class: number;
  readonly product: number;
  readonly subject: string | null;
}

/** A frozen selection, and everybody else in its records. */
export interface Gathered {
  readonly selected: readonly OpenedRow[];
  readonly facts: ReadonlyMap<string, SelectedHit>;
  /** Rows of the same records that were not selected. */
  readonly beside: readonly OpenedRow[];
}

const PAGE = 500;
/** An erasure of more rows than this is made in parts: it must stay something a person has looked at. */
const MOST_ROWS = 200_000;

/** Reads a selection as it is now; rows that went since it was frozen are left out. */
export async function gather(
  tx: Tx,
  ctx: Pick<CompanyContext, "keyring" | "company">,
  selectionId: string,
): Promise<Gathered> {
  const companyId = ctx.company.id;
  const slices = await liveSlices(ctx.keyring, companyId, { classes: PARTY_CLASSES });
  const selected: OpenedRow[] = [];
  const beside: OpenedRow[] = [];
  const facts = new Map<string, SelectedHit>();
  for await (const page of eachSelected(tx, companyId, selectionId, PAGE)) {
    const there = page.filter((row) => row.stillThere);
    for (const row of there) facts.set(row.recordId, row);
    const parties = await partiesOfRecords(
      tx,
      companyId,
      [...new Set(there.map((row) => row.recordId))],
      daysOfCalls(slices, there),
    );
    const chosen = new Set(there.map(rowKey));
    for (const row of await openRows(ctx, parties)) (chosen.has(rowKey(row)) ? selected : beside).push(row);
    if (selected.length > MOST_ROWS)
      throw new AppError(
        "limit",
        "The selection is too large for one erasure. Narrow it by period and erase it in parts.",
      );
  }
  return { selected, facts, beside };
}

export async function openRows(
  ctx: Pick<CompanyContext, "keyring" | "company">,
  rows: readonly PartyOfRecord[],
): Promise<OpenedRow[]> {
  const bySlice = new Map<number, PartyOfRecord[]>();
  for (const row of rows) {
    const same = bySlice.get(row.sliceId);
    if (same === undefined) bySlice.set(row.sliceId, [row]);
    else same.push(row);
  }
  const opened: OpenedRow[] = [];
  for (const [sliceId, own] of bySlice) {
    const ids = await openPseudonyms(
      ctx.keyring,
      ctx.company.id,
      sliceId,
      Buffer.concat(own.map((row) => uuidBytes(row.pseudonym))),
    );
    for (const [place, row] of own.entries()) {
      const one = ids[place];
      const { recordId, expiresOn, pseudonym, role, class: cls, product } = row;
      opened.push({
        recordId,
        expiresOn,
        sliceId,
        pseudonym,
        role,
        class: cls,
        product,
        subject: one?.kind === "subject" ? one.id.toString("hex") : null,
      });
    }
  }
  return opened;
}

export function rowKey(row: Pick<OpenedRow, "recordId" | "role" | "class" | "pseudonym">): string {
  return `${row.recordId} ${row.role} ${row.class} ${row.pseudonym}`;
}

/** Rows of the same person in the same record: one role stands for one person, whatever identifiers it has there. */
export function samePerson(selected: readonly OpenedRow[], beside: readonly OpenedRow[]): OpenedRow[] {
  const roles = new Set(selected.map((row) => `${row.recordId} ${row.role}`));
  return beside.filter((row) => roles.has(`${row.recordId} ${row.role}`));
}

export function partyClassOf(code: number): PartyClass {
  const name = nameOf(DATA_CLASSES, code);
  if (name === "phone" || name === "ssn" || name === "ssn_truncated" || name === "name") return name;
  throw new Error(`class ${code} names no person`);
}
