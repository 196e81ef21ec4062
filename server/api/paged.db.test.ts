import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import superjson from "superjson";
import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { freezeSelection } from "../privacy/index.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy/privacy-fixture.ts";
import type { Profile } from "../domain/permissions.ts";
import { appRouter } from "./router.ts";

type Row = Readonly<Record<string, unknown>>;

/** A list that is asked for page by page: what `next` gave stands in `place` of the next question. */
interface Paged {
  readonly as?: Profile;
  readonly place: "before" | "after" | "cursor";
  readonly input?: (f: PrivacyFixture) => Row | Promise<Row>;
  /** Under which name of the answer its rows stand. */
  readonly rows: string;
  readonly id: (row: Row) => unknown;
  /** How many there are; more than two pages. Null = the asking itself adds some. */
  readonly of: number | null;
}

const byId = (row: Row) => row["id"];
const few = () => ({ limit: 7 });
const MANY = 120;
const DAYS = 32;
/** Whole pages of seven. */
const NUMBERS = 42;
const NUMBER = "+46701740605";
const TARIFF = randomUUID();
const WORK = randomUUID();

const PAGED: Readonly<Record<string, Paged>> = {
  "overview.companies": { as: "reseller", place: "after", input: few, rows: "companies", id: byId, of: MANY + 1 },
  "cases.list": { as: "dpo", place: "cursor", input: few, rows: "cases", id: (row) => row["caseId"], of: MANY },
  "edges.list": { place: "after", rows: "edges", id: byId, of: MANY },
  "erasures.list": {
    as: "dpo",
    place: "cursor",
    input: few,
    rows: "erasures",
    id: (row) => row["erasureId"],
    of: MANY,
  },
  "exports.list": { place: "after", rows: "exports", id: (row) => row["exportId"], of: MANY },
  "data.selected": { place: "before", input: frozen, rows: "hits", id: (row) => row["hitId"], of: DAYS },
  "undefined.list": { place: "after", input: aDay, rows: "lines", id: byId, of: MANY },
  "raw.list": { place: "before", input: () => ({ sourceId: 1 }), rows: "days", id: (row) => row["day"], of: DAYS },
  "raw.damage": {
    place: "after",
    input: () => ({ workId: WORK }),
    rows: "rows",
    id: (row) => Object.values(row).join(),
    of: MANY - 1,
  },
  "natures.numbers": { place: "after", input: few, rows: "numbers", id: (row) => row["entryId"], of: NUMBERS },
  "tariffs.read": {
    place: "after",
    input: () => ({ tariffId: TARIFF }),
    rows: "rows",
    id: (row) => row["line"],
    of: MANY,
  },
  "statistics.collections": {
    place: "before",
    input: () => ({ sourceId: 1, limit: 7 }),
    rows: "collections",
    id: byId,
    of: MANY,
  },
  "guards.history": { place: "before", input: few, rows: "alarms", id: byId, of: MANY },
  "alarms.messages": { place: "before", input: few, rows: "messages", id: byId, of: MANY },
  "alarms.installationMessages": {
    as: "system-administrator",
    place: "before",
    input: few,
    rows: "messages",
    id: byId,
    of: MANY,
  },
  "alarms.installationHistory": {
    as: "system-administrator",
    place: "before",
    input: few,
    rows: "alarms",
    id: byId,
    of: MANY,
  },
  "audit.list": {
    as: "dpo",
    place: "before",
    input: () => ({ limit: 3 }),
    rows: "rows",
    id: (row) => row["seq"],
    of: null,
  },
};

/** Turned to their end by tests of their own, or by a journey. */
const ELSEWHERE = [
  "data.search",
  "certificates.list",
  "audit.installationList",
  "maintenance.jobHistory",
  "maintenance.log",
  "sources.transfers",
];

test("every list takes what it gave as the place to go on from, and shows each row once, however many are of one moment", async (t) => {
  const f = await openPrivacyFixture(t);
  await fill(f);
  for (const [name, list] of Object.entries(PAGED)) {
    const caller = callerOf(f, list.as ?? "company-administrator");
    const asked = await list.input?.(f);
    const seen: unknown[] = [];
    let pages = 0;
    for (let place: unknown = null; pages === 0 || place !== null; pages++) {
      assert.ok(pages < MANY, `${name} comes to an end`);
      const answer = await ask(caller, name, { ...asked, ...(place === null ? {} : { [list.place]: place }) });
      const rows = answer[list.rows] as Row[];
      assert.ok(rows.length > 0, `${name} leads to no empty page`);
      seen.push(...rows.map(list.id));
      place = answer["next"];
    }
    assert.ok(pages >= 3, `${name} has pages: ${pages}`);
    assert.equal(new Set(seen).size, seen.length, `${name} shows none twice`);
    if (list.of !== null) assert.equal(seen.length, list.of, `${name} leaves none out`);
  }
});

test("no list that is turned page by page goes untried", () => {
  const turned = Object.keys(appRouter._def.procedures).filter((name) => placesOf(name).length > 0);
  assert.deepEqual(turned.toSorted(), [...Object.keys(PAGED), ...ELSEWHERE].toSorted());
});

type Caller = ReturnType<typeof appRouter.createCaller>;

/** Asked as a browser asks: question and answer have gone over the wire. */
async function ask(caller: Caller, name: string, input: Row): Promise<Row> {
  const procedure = name.split(".").reduce<unknown>((at, part) => Reflect.get(Object(at), part), caller);
  const overTheWire = <T>(value: T) => superjson.parse<T>(superjson.stringify(value));
  return overTheWire((await (procedure as (input: Row) => Promise<Row>)(overTheWire(input))) as Row);
}

function callerOf(f: PrivacyFixture, profile: Profile): Caller {
  const { actor, company } = f.as(profile);
  const account = { email: "test@example.org", language: null, mustChangePassword: false, changeForced: false };
  const session = { ...account, actor, company, tokenHash: Buffer.alloc(32), expiresAt: new Date("2026-06-16") };
  return appRouter.createCaller({ installation: f.installation, session, requestId: randomUUID() });
}

function placesOf(name: string): string[] {
  type Schema = { readonly def?: { readonly shape?: object; readonly innerType?: Schema } };
  const procedure: unknown = Reflect.get(appRouter._def.procedures, name);
  const { inputs } = (procedure as { _def: { inputs: readonly Schema[] } })._def;
  const shapeOf = (schema: Schema | undefined): object =>
    schema?.def?.shape ?? (schema?.def?.innerType === undefined ? {} : shapeOf(schema.def.innerType));
  const keys = Object.keys(shapeOf(inputs[0]));
  return keys.filter((key) => ["before", "after", "cursor"].includes(key));
}

function aDay(): Row {
  return { sourceId: 1, day: "2026-06-15", limit: 7 };
}

async function frozen(f: PrivacyFixture): Promise<Row> {
  const { selectionId } = await freezeSelection(f.as("company-administrator"), { text: NUMBER });
  return { selectionId, limit: 7 };
}

/** More than two pages of everything, many of them of the same moment. */
async function fill(f: PrivacyFixture): Promise<void> {
  const caller = { role: "calling", class: "phone", text: NUMBER } as const;
  // Days to come: what is raw is kept for some days only.
  const day = (n: number) => new Date(f.time.now.getTime() + n * 86_400_000);
  await f.store(Array.from({ length: DAYS }, (_, n) => ({ at: day(n), parties: [caller] })));
  await f.storeUndefined(Array.from({ length: MANY }, (_, n) => `no call ${n}`));
  const numbers = Array.from({ length: NUMBERS }, (_, n) => `+467017406${String(n + 10)}`);
  await ask(callerOf(f, "company-administrator"), "natures.addNumbers", { numbers });
  const owner = f.db.data("owner");
  const accountId = f.as("dpo").actor.accountId;
  await fillCompanies(owner, f.companyId);
  await withCompany(owner, f.companyId, (tx) => fillCompany(tx, f.companyId, accountId));
  await owner.begin(async (tx) => {
    await tx`select set_config('app.company_id', '0', true)`;
    await fillAlarms(tx, 0, "delivery-failed");
  });
}

async function fillCompanies(owner: Sql, like: number): Promise<void> {
  await owner`insert into data.company (reseller_id, slug, name, time_zone, country)
    select c.reseller_id, 'many-' || n, 'Many ' || n / 3, c.time_zone, c.country from data.company c, generate_series(1, ${MANY}::int) n
    where c.id = ${like}`;
}

async function fillCompany(tx: Tx, id: number, account: string | null): Promise<void> {
  await tx`insert into data.source (company_id, id, name, product, driver, transport, settings, state)
    values (${id}, 1, 'Switch', 4, 'flexi-tid', 'shared-file', '{}', 'stopped') on conflict do nothing`;
  await fillAlarms(tx, id, "source-failed");
  await tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at)
    select ${id}, gen_random_uuid(), 1, at, at from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 50 * interval '1 minute' as at) m`;
  await tx`insert into data.edge (company_id, id, name, invited_at, revoked_at)
    select ${id}, gen_random_uuid(), 'Edge ' || case when n % 2 = 0 then 0 else n end, ${MOMENT}, case when n % 2 = 0 then ${MOMENT}::timestamptz end from generate_series(1, ${MANY}::int) n`;
  await tx`insert into data.erasure (company_id, id, account_id, state, step, reason, created_at, updated_at)
    select ${id}, gen_random_uuid(), ${account}, 'declined', 'declined', 'request ' || n, at, at
      from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 50 * interval '1 minute' as at) m`;
  await tx`insert into data.export_job (company_id, id, account_id, format, state, created_at, expires_at)
    select ${id}, gen_random_uuid(), ${account}, 'csv', 'cancelled', at, at
      from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 80 * interval '1 minute' as at) m`;
  await tx`insert into data.privacy_case (company_id, id, created_at, changed_at, kind, state, name, ground, reason, created_by_name, of_person, keeps)
    select ${id}, gen_random_uuid(), at, at, 'hold', 'active', 'Case ' || n, 'dispute', 'a dispute', 'Test', false, true
      from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 50 * interval '1 minute' as at) m`;
  await tx`insert into data.tariff (company_id, id, valid_from, lines, prefixes, added_at, added_by_name)
    values (${id}, ${TARIFF}, '2026-01-01', ${MANY}, ${MANY}, ${MOMENT}, 'Test')`;
  await tx`insert into data.tariff_rate (company_id, tariff_id, line, per_minute, connection, minimum, first_seconds, interval_seconds, free_seconds,
      days, from_minute, to_minute, short, incoming, prefix, name)
    select ${id}, ${TARIFF}, 2 * n, n, 0, 0, 1, 1, 0, 127, 0, 1440, false, false, (4600 + n)::text, 'Zone' from generate_series(1, ${MANY}::int) n`;
  await tx`insert into data.raw_work (company_id, id, source_id, account_id, kind, state, created_at, from_day, to_day)
    values (${id}, ${WORK}, 1, ${account}, 'verify', 'done', ${MOMENT}, '2026-06-01', '2026-06-15')`;
  // An odd number before them, so that a page ends between two damages of one record.
  await tx`insert into data.raw_damage (company_id, work_id, segment_id, ordinal, call_day, records, reason)
    select ${id}, ${WORK}, '00000000-0000-4000-8000-000000000001', n / 2, '2026-06-15', 1, case n % 2 when 0 then 'call' else 'place' end
      from generate_series(1, ${MANY - 1}::int) n`;
}

const MOMENT = "2026-06-14T10:00:00Z";

async function fillAlarms(tx: Tx, id: number, kind: string): Promise<void> {
  await tx`insert into data.alarm_event (company_id, id, kind, alarm, raised_at, ended_at)
    select ${id}, gen_random_uuid(), ${kind}, 'alarm ' || n, at, at
      from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 50 * interval '1 minute' as at) m`;
  await tx`insert into data.alarm_message (company_id, id, recipient_id, about, state, created_at, due_at, ended_at)
    select ${id}, gen_random_uuid(), gen_random_uuid(), 'test', 'sent', at, at, at
      from generate_series(1, ${MANY}::int) n, lateral (select ${MOMENT}::timestamptz + n / 50 * interval '1 minute' as at) m`;
}
