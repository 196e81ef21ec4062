import { connect, type Sql } from "#db/clients.ts";
import { adminOf } from "#db/testing/admin.ts";
import { SHARED_HOME } from "#db/testing/shared-home.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "#server/audit/index.ts";
import { headsFolder } from "#server/audit/heads/heads-file.ts";
import { readHeads } from "#server/audit/heads/read-heads.ts";
import { signHeads } from "#server/audit/heads/sign-heads.ts";
import { type AuditVerdict, verifyAgainst } from "#server/audit/verify-against.ts";
import { type CompanyContext, door } from "#server/context.ts";
import { openPrivacyFixture, type PrivacyFixture } from "#server/privacy/privacy-fixture.ts";

export const WRITERS = 50;
const DAYS = 10;

export interface ChainStage {
  readonly fixture: PrivacyFixture;
  /** Somebody who has the whole database, above every wall. */
  readonly superuser: Sql;
  /** Numbers of the entries whose head was signed, one a day. */
  readonly signed: readonly number[];
  readonly rows: number;
  /** Numbers that writers were given, transactions rolled back, and how many were open at once at most. */
  readonly written: { readonly numbers: readonly number[]; readonly rolledBack: number; readonly atOnce: number };
  verify(heads?: "without heads"): Promise<AuditVerdict>;
}

/** An audit of `rows` entries by fifty writers at once, over ten days with a signed head each. */
export async function openChainStage(rows: number, after: (ending: () => Promise<void>) => void): Promise<ChainStage> {
  const fixture = await openPrivacyFixture({ after });
  const { installation, companyId, db, time } = fixture;
  const database = db.clusterHome.addresses.data.database;
  const superuser = adminOf(SHARED_HOME, "data", database);
  after(() => superuser.end({ timeout: 2 }));
  const web = connect(db.clusterHome, "data", "web", { max: WRITERS, name: "rel-17" });
  after(() => web.end({ timeout: 2 }));
  const ctx = { ...fixture.as("company-administrator"), sql: { ...installation.sql, web } };
  const written = { numbers: [] as number[], rolledBack: 0, atOnce: 0 };
  const signed: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    const goal = Math.round(((day + 1) * rows) / DAYS);
    await writeUpTo(ctx, goal, written);
    await signHeads(installation, { companies: [companyId] });
    signed.push(written.numbers.length);
    time.now = new Date(time.now.getTime() + 86_400_000);
  }
  const verify = async (heads?: "without heads") => {
    const key = installation.keyring.signing.publicJwk;
    const kept = heads === undefined ? await readHeads(headsFolder(db.home), companyId, key) : NO_HEADS;
    return await verifyAgainst(door(installation, "web"), companyId, kept, { key });
  };
  return { fixture, superuser, signed, rows, written, verify };
}

const NO_HEADS = { heads: [], problem: null };
const ACTIONS = ["data.search", "data.select", "data.export", "session.open", "retention.set"] as const;

/** Every tenth transaction fails after its entry was made: its number must go to the next one. */
async function writeUpTo(
  ctx: CompanyContext,
  goal: number,
  written: { numbers: number[]; rolledBack: number; atOnce: number },
): Promise<void> {
  let next = written.numbers.length;
  let open = 0;
  const writer = async (): Promise<void> => {
    while (next < goal) {
      const n = next++;
      open++;
      written.atOnce = Math.max(written.atOnce, open);
      if (n % 10 === 3) await writeOne(ctx, n, true).then(unexpected, () => written.rolledBack++);
      written.numbers.push(await writeOne(ctx, n, false));
      open--;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function writeOne(ctx: CompanyContext, n: number, fails: boolean): Promise<number> {
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const seq = await audit(ctx, tx, {
      action: ACTIONS[n % ACTIONS.length] ?? "data.search",
      ...(n % 4 === 0 ? { purpose: `Ärende 2026-${n}` } : {}),
      detail: { shown: n, page: n % 2 === 0 ? "first" : "next" },
    });
    if (fails) throw new Error("rolled back");
    return seq;
  });
}

function unexpected(): never {
  throw new Error("a transaction that was to fail did not");
}
