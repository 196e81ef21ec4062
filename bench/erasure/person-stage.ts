import { rightsOf } from "#server/domain/rights.ts";
import { currentInboxKeys } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import type { CompanyContext, Installation } from "#server/context.ts";
import { findCompany } from "#server/store/index.ts";
import { asterisk, NOW, openIngestFixture } from "#server/ingest/ingest-fixture.ts";
import { ingestInbox } from "#server/ingest/index.ts";
import { openClusters } from "../clusters.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";

/** One person's calls among everybody's, stored the way the product stores them, in clusters with production settings. */
export interface PersonStage {
  readonly clusters: OwnClusters;
  readonly ctx: CompanyContext;
  readonly installation: Installation;
  /** How the person's number is typed. */
  readonly number: string;
  /** Somebody with a few calls, erased first: a worker has its connections open when an erasure comes. */
  readonly first: string;
  readonly calls: number;
  close(): Promise<void>;
}

const PERSON = "0701740605";
const FIRST = "0701740606";
const DAY_MS = 86_400_000;
/** Of so many calls one is the person's, as for a number that calls a switchboard all day. */
const ONE_IN = 10;

/** `calls` calls of one person among ten times as many, spread over so many days. */
export async function openPersonStage(calls: number, days = 118): Promise<PersonStage> {
  const ends: (() => Promise<void>)[] = [];
  const clusters = await openClusters();
  const fixture = await openIngestFixture({ after: (end) => void ends.push(end) }, clusters);
  const sourceId = await fixture.addSource("asterisk-cdr-csv");
  if ((await currentInboxKeys(fixture.keyring)).length === 0) throw new Error("no inbox key");
  const each = Math.ceil((calls * ONE_IN) / days);
  let made = 0;
  for (let day = 0; day < days; day += DAYS_A_FILE) {
    const lines: string[] = [];
    for (let d = day; d < Math.min(days, day + DAYS_A_FILE); d++) {
      for (let i = 0; i < each; i++) {
        const mine = i % ONE_IN === 0 && made < calls;
        if (mine) made++;
        lines.push(lineOf(d, i, mine ? PERSON : i === 1 ? FIRST : null));
      }
    }
    await fixture.put(sourceId, `${lines.join("\n")}\n`);
    const { failed } = await ingestInbox(fixture.ctx, fixture.inbox);
    if (failed > 0) throw new Error("the bench could not store its calls");
  }
  const sql = { web: clusters.data("web"), ingest: clusters.data("ingest"), keeper: clusters.data("keeper") };
  const started = performance.now();
  const company = await findCompany(sql.web, { id: fixture.companyId });
  if (company === null) throw new Error("the bench has no company");
  const installation: Installation = {
    env: { home: clusters.home, host: "127.0.0.1", port: 0, release: "bench" } as Installation["env"],
    log: createLog("bench", () => undefined),
    clock: () => new Date(NOW.getTime() + performance.now() - started),
    sql,
    keyring: fixture.keyring,
  };
  return {
    clusters,
    installation,
    number: PERSON,
    first: FIRST,
    calls: made,
    ctx: { ...installation, company, actor: ACTOR(company.id) },
    async close() {
      for (const end of ends) await end();
      await clusters.close();
    },
  };
}

const DAYS_A_FILE = 8;

const ACTOR = (companyId: number): CompanyContext["actor"] => ({
  ...rightsOf("company-administrator"),
  accountId: "00000000-0000-4000-8000-000000000001",
  name: "bench",
  resellerId: null,
  companyId,
  sessionId: null,
  via: "worker",
  address: null,
});

function lineOf(day: number, call: number, person: string | null): string {
  const at = new Date(Math.floor(NOW.getTime() / DAY_MS) * DAY_MS - (day + 1) * DAY_MS + 6 * 3_600_000 + call * 4_000);
  const start = at.toISOString().slice(0, 19).replace("T", " ");
  const other = `0731${String(100_000 + ((day * 7_919 + call * 31) % 900_000))}`;
  return asterisk(`${day}${String(call).padStart(5, "0")}`, person ?? other, "3000", start);
}
