import { join } from "node:path";
import type { Sql, Tx } from "#db/clients.ts";
import { openClusters, openOnce, type Prepared } from "../clusters.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";
import { withCompany } from "#db/with-company.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import { uuidText } from "#server/domain/uuid.ts";
import {
  createCompanyKeys,
  ensureSlices,
  type Keyring,
  openKeyring,
  pseudonymsAcross,
  resolveSubjects,
  type Slice,
} from "#server/keyring/index.ts";
import { createSecrets } from "#server/keyring/secrets.ts";
import { addCompany, addReseller, ensureDays, ensureMonths } from "#server/store/index.ts";
import { summarize } from "./summarize.ts";

export interface Dataset {
  readonly db: OwnClusters;
  readonly keyring: Keyring;
  readonly companyId: number;
  /** The people to search for; their calls lie spread over all days and products. */
  readonly people: readonly string[];
  readonly records: number;
  close(): Promise<void>;
}

/** 120 days of calls up to today, each with its facts and one outside party, and the same in one plaintext table. */
export const LIVE_DAYS = 120;
const KEPT_DAYS = 120;

/** Hits of each person, spread over the days. */
const CALLS_EACH = 40;

export interface People {
  readonly people?: number;
  /** How many calls person `i` has; 40 without it. */
  readonly callsOf?: (person: number) => number;
}

/** `records` calls in `products` products, so that 120 slices of each are alive. */
export async function openDataset(
  records: number,
  products: number,
  { people = 40, callsOf }: People = {},
): Promise<Dataset> {
  const fillAnew = () => makeDataset(records, products, people, callsOf ?? (() => CALLS_EACH));
  return callsOf === undefined ? await openOnce(`${records} in ${products} for ${people}`, fillAnew) : await fillAnew();
}

/** The days of partitions that every set of calls needs take longer to make than the small ones to fill. */
const DAYS: Prepared = {
  name: "live days",
  async make(db) {
    const today = new Date().toISOString().slice(0, 10);
    const days = Array.from({ length: LIVE_DAYS }, (_, back) => addDays(today, -back));
    await ensureDays(
      db.data("ingest"),
      days.map((day) => addDays(day, KEPT_DAYS + 1)),
    );
    await ensureMonths(db.data("ingest"), days);
  },
};

async function makeDataset(
  records: number,
  products: number,
  people: number,
  callsOf: (person: number) => number,
): Promise<Dataset> {
  const db = await openClusters(DAYS);
  // Kept in the home, so that a process of the product can be started on it.
  const { rootKey, signing } = await createSecrets(db.home);
  const sql = { web: db.keyring("web"), ingest: db.keyring("ingest"), keeper: db.keyring("keeper") };
  const keyring = await openKeyring({ sql, rootKey, signing, ledgerDir: join(db.home, "ledger") });
  const companyId = await addCompany(db.data("web"), {
    resellerId: await addReseller(db.data("web"), "Bench"),
    slug: "bench",
    name: "Bench",
    kind: "private",
    timeZone: "Europe/Stockholm",
    country: "SE",
    outsideLine: "0",
    extensionDigits: 4,
    internationalPrefix: "00",
    language: "sv",
  });
  await createCompanyKeys(keyring, companyId);
  const slices = await makeSlices(keyring, companyId, products);
  const numbers = Array.from({ length: people }, (_, i) => `+467017406${String(5 + i).padStart(2, "0")}`);
  const known = await callsOfPeople(keyring, companyId, slices, numbers, callsOf);
  await fill(db.data("owner"), companyId, slices, records, known);
  return {
    db,
    keyring,
    companyId,
    people: numbers,
    records: records + known.length,
    close: () => db.close(),
  };
}

async function makeSlices(keyring: Keyring, companyId: number, products: number): Promise<Slice[]> {
  const today = new Date().toISOString().slice(0, 10);
  const specs = Object.values(PRODUCTS)
    .slice(0, products)
    .flatMap((product) =>
      Array.from({ length: LIVE_DAYS }, (_, back) => {
        const callDay = addDays(today, -back);
        const expiresOn = addDays(callDay, KEPT_DAYS + 1);
        return { product, class: 1, callDay, expiresOn, destroyAt: new Date(`${expiresOn}T00:00:00Z`) };
      }),
    );
  return ensureSlices(keyring, companyId, specs);
}

interface KnownCall {
  readonly slice: Slice;
  readonly pseudonym: string;
  readonly number: string;
}

async function callsOfPeople(
  keyring: Keyring,
  companyId: number,
  slices: readonly Slice[],
  numbers: readonly string[],
  count: (person: number) => number,
): Promise<KnownCall[]> {
  const now = new Date();
  const resolved = await resolveSubjects(
    keyring,
    companyId,
    numbers.map((canonical) => ({
      class: 1,
      canonical,
      last8: canonical.slice(-8),
      liveUntil: addDays(now.toISOString().slice(0, 10), 122),
      calledAt: now,
      receivedAt: now,
    })),
  );
  const calls: KnownCall[] = [];
  for (const [i, number] of numbers.entries()) {
    const subject = resolved[i]?.subjectId;
    if (subject === null || subject === undefined) throw new Error("a subject of the bench was not made");
    const pseudonyms = await pseudonymsAcross(keyring, companyId, slices, subject);
    const own = count(i);
    const step = Math.max(1, Math.floor(slices.length / own));
    for (let call = 0; call < own; call++) {
      const place = (i * 7 + call * step) % slices.length;
      const slice = slices[place];
      if (slice !== undefined) calls.push({ slice, number, pseudonym: uuidText(pseudonyms, place * 16) });
    }
  }
  return calls;
}

/** The database makes the bulk itself: what is measured is the search, not the loading. */
async function fill(
  owner: Sql,
  companyId: number,
  slices: readonly Slice[],
  records: number,
  known: readonly KnownCall[],
): Promise<void> {
  await owner.unsafe(PLAIN_TABLE);
  const each = Math.ceil(records / slices.length);
  const together = Math.max(1, Math.floor(250_000 / each));
  for (let at = 0; at < slices.length; at += together) {
    const part = slices.slice(at, at + together);
    const ids = new Set(part.map((slice) => slice.id));
    const mine = known.filter((call) => ids.has(call.slice.id));
    await withCompany(owner, companyId, (tx) => fillSlices(tx, companyId, part, each, mine));
  }
  await owner.unsafe(INDEXES);
  await summarize(owner);
}

async function fillSlices(
  tx: Tx,
  companyId: number,
  slices: readonly Slice[],
  each: number,
  known: readonly KnownCall[],
): Promise<void> {
  const days = slices.map((slice) => slice.callDay);
  await tx`create temp table made on commit drop as
    select (lpad(to_hex(m.ms), 12, '0') || substr(md5(random()::text), 1, 20))::uuid as id, to_timestamp(m.ms / 1000.0) as at, m.*
    from (
      select s.slice_id, s.call_day, s.expires_on, s.product, '+4670' || lpad((random() * 9999999)::int::text, 7, '0') as number,
        gen_random_uuid() as pseudonym, (extract(epoch from s.call_day) * 1000)::int8 + (random() * 86399000)::int8 as ms
      from unnest(${slices.map((slice) => slice.id)}::int[], ${days}::date[], ${slices.map((slice) => slice.expiresOn)}::date[],
        ${slices.map((slice) => slice.product)}::int2[]) as s (slice_id, call_day, expires_on, product), generate_series(1, ${each})
      union all
      select n.*, (extract(epoch from n.call_day) * 1000)::int8 + (random() * 86399000)::int8
      from unnest(${known.map((call) => call.slice.id)}::int[], ${known.map((call) => call.slice.callDay)}::date[],
        ${known.map((call) => call.slice.expiresOn)}::date[], ${known.map((call) => call.slice.product)}::int2[],
        ${known.map((call) => call.number)}::text[], ${known.map((call) => call.pseudonym)}::uuid[]) as n (slice_id, call_day, expires_on, product, number, pseudonym)) m
    order by m.ms`;
  await tx`insert into data.call_record (started_at, id, company_id, source_id, call_day, duration_seconds, parties, product, kind, direction, disposition, endpoint_id)
    select at, id, ${companyId}, 1, call_day, 60, 1, product, 1, 1, 1, 7 from made`;
  await tx`insert into data.party (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
    select ${companyId}, expires_on, slice_id, 1, pseudonym, id, product, 1, 1 from made`;
  await tx`insert into data.call_day_end (company_id, call_day, expires_on) select distinct ${companyId}::int, call_day, expires_on from made on conflict do nothing`;
  await tx`insert into bench.plain (started_at, id, company_id, source_id, call_day, duration_seconds, product, kind, direction, disposition, role, endpoint_id, number)
    select at, id, ${companyId}, 1, call_day, 60, product, 1, 1, 1, 1, 7, number from made`;
}

/** The plain arm, as somebody would build it well: the number beside the facts, a btree for the question, the same wall. */
const PLAIN_TABLE = `
  create schema bench; grant usage on schema bench to gallra_web;
  create table bench.plain (started_at timestamptz not null, id uuid not null, company_id int not null, source_id int not null, call_day date not null,
    duration_seconds int not null, product int2, kind int2, direction int2, disposition int2, role int2, endpoint_id int, number text)`;
const INDEXES = `
  create index on bench.plain (number, id); create unique index on bench.plain (company_id, id); 
  alter table bench.plain enable row level security; alter table bench.plain force row level security;
  create policy wall on bench.plain using (company_id = nullif(current_setting('app.company_id', true), '')::int);
  grant select on bench.plain to gallra_web; analyze bench.plain; analyze data.party; analyze data.call_record`;
