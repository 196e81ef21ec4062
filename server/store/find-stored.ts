import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import type { StoreBatch, StoreParty, StoreRecord } from "./batch.ts";
import { DATA_CLASSES, partyCodeBit, ROLES } from "../domain/codes.ts";
import { uuidText } from "../domain/uuid.ts";

export interface Stored {
  /** Indexes of records that are calls stored already. */
  readonly drop: Set<number>;
  /** Indexes of other calls with equal facts, and the ordinal that is free for them. */
  readonly ordinals: Map<number, number>;
}

/**
 * Tells re-sent calls from other calls with equal facts. Of another delivery with the same parties (or parties erased,
 * expired or watermarked) it is the same call; of the same delivery, or with other parties, it is another one.
 */
export async function findStored(sql: Sql, batch: StoreBatch): Promise<Stored> {
  return withCompany(sql, batch.companyId, async (tx) => {
    const groups = await knownGroups(tx, batch);
    const others = await otherParties(tx, batch, groups);
    const drop = new Set<number>();
    const ordinals = new Map<number, number>();
    for (const group of groups) settle(batch, group, others, drop, ordinals);
    return { drop, ordinals };
  });
}

/** Records of the batch with equal facts, and what is stored under their ordinals from 0. */
interface Group {
  readonly members: number[];
  readonly known: KnownCall[];
}

/** A stored call; one that was read anew is known under the id, and with the kinds of identifiers, of each reading. */
interface KnownCall {
  readonly ordinal: number;
  readonly id: string;
  readonly parties: readonly number[];
  readonly own: boolean;
}

/** Whether a call of the batch is stored under an id that is not its own any more: no insert would meet it. */
export async function isKnownOtherwise(sql: Sql, batch: StoreBatch): Promise<boolean> {
  if (batch.records.length === 0) return false;
  const ids = batch.records.map((record) => uuidText(record.id));
  return withCompany(sql, batch.companyId, async (tx) => {
    const [row] = await tx`select exists (select from unnest(${`{${ids.join()}}`}::text::uuid[]) as n (id)
      join data.call_alias a on a.company_id = ${batch.companyId} and a.id = n.id) as known`;
    return row?.["known"] === true;
  });
}

/** Asks ordinal by ordinal; almost every group is one record, known under 0 or not at all. */
async function knownGroups(tx: Tx, batch: StoreBatch): Promise<Group[]> {
  const groups = new Map<string, Group>();
  batch.records.forEach((_, index) => {
    const key = uuidText(batch.idAt(index, 0));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { members: [index], known: [] });
    else group.members.push(index);
  });
  const days = [...new Set(batch.rawSegments.map((raw) => raw.expiresOn))];
  let open = [...groups.values()];
  for (let ordinal = 0; open.length > 0; ordinal++) {
    const ids = open.map((group) => uuidText(batch.idAt(group.members[0] ?? 0, ordinal)));
    const rows =
      await tx`select id, record_id, parties, own from data.known_records(${batch.companyId}, ${ids}::uuid[], ${days}::date[], ${batch.checkpoint.deliveryId})`;
    const byId = Map.groupBy(rows, (row) => row["id"] as string);
    open = open.filter((group, at) => {
      const found = byId.get(ids[at] ?? "");
      if (found === undefined) return ordinal + 1 < group.members.length;
      for (const [id, of] of Map.groupBy(found, (row) => row["record_id"] as string)) {
        const own = of.some((row) => row["own"] === true);
        group.known.push({ ordinal, id, parties: of.map((row) => row["parties"] as number), own });
      }
      return true;
    });
  }
  return [...groups.values()].filter((group) => group.known.length > 0);
}

function settle(
  batch: StoreBatch,
  group: Group,
  others: ReadonlySet<string>,
  drop: Set<number>,
  ordinals: Map<number, number>,
): void {
  let free = group.known.filter((known) => !known.own);
  const taken = new Set(group.known.map((known) => known.ordinal));
  const stay: number[] = [];
  for (const member of group.members) {
    const record = batch.records[member];
    if (record === undefined) continue;
    const same = free.find(
      (known) =>
        known.parties.some((parties) => isSameMask(parties, record.parties)) && !others.has(`${member} ${known.id}`),
    );
    if (same === undefined) stay.push(member);
    else {
      free = free.filter((known) => known.id !== same.id);
      drop.add(member);
    }
  }
  let ordinal = 0;
  for (const member of stay) {
    while (taken.has(ordinal)) ordinal++;
    taken.add(ordinal);
    ordinals.set(member, ordinal);
  }
}

/** Pairs "index id" in which the stored record has somebody else in a place of the new one. */
async function otherParties(tx: Tx, batch: StoreBatch, groups: readonly Group[]): Promise<Set<string>> {
  const parties = partiesById(batch.parties);
  const pairs: string[] = [];
  const rows: { pair: number; id: string; party: StoreParty }[] = [];
  for (const group of groups) {
    for (const member of group.members) {
      for (const known of group.known) {
        if (known.own) continue;
        const pair = pairs.push(`${member} ${known.id}`) - 1;
        for (const party of partiesOf(parties, batch.records[member])) rows.push({ pair, id: known.id, party });
      }
    }
  }
  if (rows.length === 0) return new Set();
  const found = await tx`select pair from data.other_parties(${batch.companyId}, ${rows.map((row) => row.pair)}::int[],
    ${rows.map((row) => row.party.expiresOn)}::date[], ${rows.map((row) => row.party.sliceId)}::int[],
    ${rows.map((row) => uuidText(row.party.pseudonym))}::uuid[], ${rows.map((row) => row.id)}::uuid[],
    ${rows.map((row) => row.party.role)}::int2[], ${rows.map((row) => row.party.class)}::int2[]) as pair`;
  return new Set(found.map((row) => pairs[row["pair"] as number] ?? ""));
}

function partiesById(parties: readonly StoreParty[]): Map<string, StoreParty[]> {
  const byId = new Map<string, StoreParty[]>();
  for (const party of parties) {
    if (!COMPARED_CLASSES.includes(party.class)) continue;
    const key = party.recordId.toString("latin1");
    const list = byId.get(key);
    if (list === undefined) byId.set(key, [party]);
    else list.push(party);
  }
  return byId;
}

function partiesOf(parties: ReadonlyMap<string, StoreParty[]>, record: StoreRecord | undefined): readonly StoreParty[] {
  return record === undefined ? [] : (parties.get(record.id.toString("latin1")) ?? []);
}

/** A name or a birth date gets a new subject in every record: it tells nothing about who it was. */
const COMPARED_CLASSES: readonly number[] = [DATA_CLASSES.phone, DATA_CLASSES.ssn];

const [PHONE_BITS, SSN_BITS] = [bitsOf(DATA_CLASSES.phone), bitsOf(DATA_CLASSES.ssn)];

function bitsOf(dataClass: number): number {
  return Object.values(ROLES).reduce((all, role) => all | partyCodeBit(role, dataClass), 0);
}

/**
 * Whether both were read with the same kinds of identifiers. A call that has a telephone number is the same with and without
 * its personal identity number: the company may have begun, or ceased, to store those between the two deliveries.
 */
function isSameMask(a: number, b: number): boolean {
  if ((a & PHONE_BITS) !== (b & PHONE_BITS)) return false;
  const [one, other] = [a & SSN_BITS, b & SSN_BITS];
  return one === other || ((a & PHONE_BITS) !== 0 && (one === 0 || other === 0));
}
