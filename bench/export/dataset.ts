import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "#db/clients.ts";
import { openClusters } from "#bench/clusters.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";
import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "#server/context.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import { type OpenInstallation, openInstallation } from "#server/installation.ts";
import {
  createCompanyKeys,
  createSecrets,
  ensureSlices,
  pseudonymsAcross,
  resolveEndpoints,
  resolveSubjects,
  type Slice,
} from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { addCompany, addReseller, ensureDays, ensureMonths, findCompany } from "#server/store/index.ts";
import { readEnv } from "#server/env.ts";
import { summarize } from "#bench/search/summarize.ts";

/** One number with very many calls over `days` days, sealed as the product keeps them and plain beside it. */
export interface ExportDataset {
  readonly db: OwnClusters;
  readonly installation: OpenInstallation;
  readonly ctx: Pick<CompanyContext, "company"> & OpenInstallation;
  readonly number: string;
  readonly hits: number;
  close(): Promise<void>;
}

const EXTENSIONS = 200;
/** Numbers that the number has talked to; every fifth call has one of them, the others reached an extension. */
const OTHERS = 40;
const NUMBER = "+46701740605";

export async function openExportDataset(hits: number, days: number): Promise<ExportDataset> {
  const db = await openClusters();
  await createSecrets(db.home);
  const installation = await openInstallation(readEnv({ GALLRA_HOME: db.home }), {
    log: createLog("bench", () => undefined),
    name: "bench",
    roles: ["web", "ingest", "keeper"],
    connections: 4,
  });
  const web = db.data("web");
  const companyId = await addCompany(web, {
    resellerId: await addReseller(web, "Bench"),
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
  await createCompanyKeys(installation.keyring, companyId);
  const company = await findCompany(web, { id: companyId });
  if (company === null) throw new Error("the company was just made");
  const slices = await makeSlices(installation, companyId, days);
  await ensureDays(
    db.data("ingest"),
    slices.map((slice) => slice.expiresOn),
  );
  await ensureMonths(
    db.data("ingest"),
    slices.map((slice) => slice.callDay),
  );
  await fill(db.data("owner"), installation, companyId, slices, hits);
  return {
    db,
    installation,
    ctx: { ...installation, company },
    number: NUMBER,
    hits,
    async close() {
      await installation.close();
      await db.close();
    },
  };
}

async function makeSlices(installation: OpenInstallation, companyId: number, days: number): Promise<Slice[]> {
  const today = new Date().toISOString().slice(0, 10);
  const specs = Array.from({ length: days }, (_, back) => {
    const callDay = addDays(today, -1 - back);
    const expiresOn = addDays(callDay, 122);
    return { product: 4, class: 1, callDay, expiresOn, destroyAt: new Date(`${expiresOn}T00:00:00Z`) };
  });
  return ensureSlices(installation.keyring, companyId, specs);
}

/** The database makes the bulk itself: what is measured is the way out, not the way in. */
async function fill(owner: Sql, place: OpenInstallation, companyId: number, slices: readonly Slice[], hits: number) {
  const numbers = [NUMBER, ...Array.from({ length: OTHERS }, (_, i) => `+46701740${String(610 + i)}`)];
  const pseudonyms = await pseudonymsOf(place, companyId, slices, numbers);
  const labels = Array.from({ length: EXTENSIONS }, (_, i) => ({
    kind: "extension" as const,
    label: String(3000 + i),
  }));
  const endpoints = await resolveEndpoints(place.keyring, companyId, labels);
  await owner.unsafe(PLAIN_TABLE);
  const each = Math.ceil(hits / slices.length);
  for (const [at, slice] of slices.entries()) {
    const count = Math.min(each, hits - at * each);
    if (count <= 0) break;
    const own = numbers.map((_, i) => pseudonyms[i * slices.length + at] ?? "");
    await withCompany(owner, companyId, (tx) => fillDay(tx, { companyId, slice, count, own, numbers, endpoints }));
  }
  await owner.unsafe(INDEXES);
  await summarize(owner);
}

async function pseudonymsOf(
  place: OpenInstallation,
  companyId: number,
  slices: readonly Slice[],
  numbers: readonly string[],
): Promise<string[]> {
  const now = new Date();
  const resolved = await resolveSubjects(
    place.keyring,
    companyId,
    numbers.map((canonical) => ({
      class: 1,
      canonical,
      last8: canonical.slice(-8),
      liveUntil: addDays(now.toISOString().slice(0, 10), 130),
      calledAt: now,
      receivedAt: now,
    })),
  );
  const packed: string[] = [];
  for (const { subjectId } of resolved) {
    if (subjectId === null) throw new Error("a subject of the bench was not made");
    const bytes = await pseudonymsAcross(place.keyring, companyId, slices, subjectId);
    for (let at = 0; at < bytes.length; at += 16) packed.push(bytes.toString("hex", at, at + 16));
  }
  return packed;
}

interface DayOfCalls {
  readonly companyId: number;
  readonly slice: Slice;
  readonly count: number;
  /** Pseudonyms of `numbers` on this day; the first is the number exported. */
  readonly own: readonly string[];
  readonly numbers: readonly string[];
  readonly endpoints: readonly number[];
}

async function fillDay(tx: Tx, { companyId, slice, count, own, numbers, endpoints }: DayOfCalls): Promise<void> {
  await tx`create temp table made on commit drop as
    select (lpad(to_hex(m.ms), 12, '0') || '8' || substr(m.rest, 1, 3) || '8' || substr(m.rest, 4, 15))::uuid as id,
      to_timestamp(m.ms / 1000.0) as at, (${[...endpoints]}::int[])[1 + m.n % ${endpoints.length}] as endpoint, m.n,
      case when m.n % 5 = 0 then 2 + m.n % ${numbers.length - 1} end as other
    from (select n, md5(n::text || ${randomUUID()}) as rest,
        (extract(epoch from ${slice.callDay}::date) * 1000)::int8 + 3600000 + (n::int8 * 79200000 / ${count}) as ms
      from generate_series(0, ${count - 1}) n) m`;
  await tx`insert into data.call_record (started_at, id, company_id, source_id, call_day, duration_seconds, parties, product, kind,
      direction, disposition, endpoint_id, ring_seconds)
    select at, id, ${companyId}, 1, ${slice.callDay}, n % 600, case when other is null then 1 else 17 end, 4, 1, 1 + n % 2, 1 + n % 4, endpoint, n % 30 from made`;
  await tx`insert into data.party (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
    select ${companyId}, ${slice.expiresOn}, ${slice.id}, 1, (${[...own]}::text[])[w.who]::uuid, w.id, 4, w.role, 1
    from (select id, 1 as who, 1 as role from made union all select id, other, 2 from made where other is not null) w order by w.id`;
  await tx`insert into data.call_day_end (company_id, call_day, expires_on) values (${companyId}, ${slice.callDay}, ${slice.expiresOn}) on conflict do nothing`;
  await tx`insert into bench.plain
    select ${companyId}, id, 'CALL_HISTORY', at, 'pbx', (array['in', 'out'])[1 + n % 2], (array['answered', 'no-answer', 'busy', 'failed'])[1 + n % 4],
      n % 600, n % 30, (3000 + n % ${endpoints.length})::text, null, 'calling', 'phone', (${[...numbers]}::text[])[1],
      case when other is null then '' else 'called=' || (${[...numbers]}::text[])[other] end, ${slice.expiresOn}, 'PBX' from made`;
}

/** The plain arm, as somebody would build it well: every column of the file in one table, a btree for the number. */
const PLAIN_TABLE = `
  create schema bench; grant usage on schema bench to gallra_web;
  create table bench.plain (company_id int not null, hit_id uuid not null, source text, date timestamptz, product text, direction text,
    disposition text, duration_seconds int, ring_seconds int, extension text, queue text, role text, class text, number text,
    other_parties text, erased_on date, source_name text)`;
const INDEXES = `
  create index on bench.plain (number, hit_id); create unique index on bench.plain (company_id, hit_id);
  alter table bench.plain enable row level security; alter table bench.plain force row level security;
  create policy wall on bench.plain using (company_id = nullif(current_setting('app.company_id', true), '')::int);
  grant select on bench.plain to gallra_web; analyze bench.plain; analyze data.party; analyze data.call_record;
  grant usage on schema data to gallra_web`;
