import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { withCompany } from "#db/with-company.ts";
import { type CollectorFixture, openCollectorFixture } from "#workers/collector/collector-fixture.ts";
import { type Listening, type ListeningOptions, listeningSource } from "#workers/collector/listening-fixture.ts";

/** A home with one source that listens, for collectors that are processes of their own. */
export interface ListenerHome extends Listening {
  readonly home: string;
  readonly fixture: CollectorFixture;
  /** As if the time a lease lasts had passed since its holder died. */
  ageLeases(): Promise<void>;
  /** Seconds in which stored calls start, and how often; lines that no driver understood; errors of the transfer sessions. */
  stored(): Promise<{ starts: Map<number, number>; undefinedLines: number; errors: number }>;
  close(): Promise<void>;
}

export async function openListenerHome(options: ListeningOptions): Promise<ListenerHome> {
  const closing: (() => Promise<void>)[] = [];
  const fixture = await openCollectorFixture({ after: (fn) => void closing.unshift(fn) });
  const { ingest } = fixture;
  const { db, companyId } = ingest;
  const listening = await listeningSource(fixture, options);
  // A process of its own goes by today's clock.
  await ensureInboxKeys(ingest.keyring, new Date().toISOString().slice(0, 10), 2);
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const asOwner = async (work: Parameters<typeof withCompany>[2]) =>
    await withCompany(db.data("owner"), companyId, work);
  return {
    ...listening,
    home: db.home,
    fixture,
    async ageLeases() {
      await asOwner(async (tx) => {
        await tx`update data.source_lease set expires_at = now() where company_id = ${companyId}`;
      });
    },
    async stored() {
      const starts = new Map<number, number>();
      let [undefinedLines, errors] = [0, 0];
      await asOwner(async (tx) => {
        const rows =
          await tx`select extract(epoch from started_at)::float8 as at, count(*)::int as n from data.call_record where company_id = ${companyId} group by 1`;
        for (const row of rows) starts.set(Number(row["at"]), Number(row["n"]));
        const [lines] = await tx`select count(*)::int as n from data.undefined_line where company_id = ${companyId}`;
        undefinedLines = Number(lines?.["n"]);
        const [told] =
          await tx`select coalesce(sum(errors), 0)::int as n from data.transfer_session where company_id = ${companyId}`;
        errors = Number(told?.["n"]);
      });
      return { starts, undefinedLines, errors };
    },
    async close() {
      for (const fn of closing) await fn();
    },
  };
}
