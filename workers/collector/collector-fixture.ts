import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IngestFixture, openIngestFixture } from "#server/ingest/ingest-fixture.ts";
import { ingestInbox } from "#server/ingest/index.ts";
import { currentInboxKeys } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { changeSource, type SourceRow, setSourceState, sourceById } from "#server/store/sources.ts";
import { listTransfers, type TransferRow } from "#server/store/transfers.ts";
import { withCompany } from "#db/with-company.ts";
import { collectOnce } from "./collect-once.ts";
import { type CollectorContext, inboxOf, openCollector } from "./collector-context.ts";

/** For tests: a company, a source reading a folder of the test's home, and a collector beside the real ingest. */
export interface CollectorFixture {
  readonly ingest: IngestFixture;
  readonly collector: CollectorContext;
  readonly inbox: string;
  /** Lines that the collector logged. */
  readonly logged: string[];
  addSource(driver?: string, settings?: Record<string, unknown>): Promise<TestSource>;
  /** One pass of collection and of ingest, as `gallra collect --once` does. */
  collect(source: TestSource): Promise<void>;
  store(): Promise<void>;
}

export interface TestSource {
  readonly id: number;
  readonly folder: string;
  row(): Promise<SourceRow>;
  transfers(): Promise<TransferRow[]>;
}

export async function openCollectorFixture(t: { after(fn: () => Promise<void>): void }): Promise<CollectorFixture> {
  const ingest = await openIngestFixture(t);
  const { db, companyId } = ingest;
  writeFileSync(join(db.home, "secrets", "collector.key"), "c".repeat(43));
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const logged: string[] = [];
  const log = createLog("collector", (line) => void logged.push(line));
  const collector = openCollector({ home: db.home }, log, ingest.ctx.clock);
  t.after(() => collector.close());
  const inbox = inboxOf(db.home);
  const store = async () => {
    const { failed } = await ingestInbox(ingest.ctx, inbox);
    if (failed > 0) throw new Error(`ingest failed: ${ingest.logged.at(-1)}`);
  };
  return {
    ingest,
    collector,
    inbox,
    logged,
    store,
    async addSource(driver = "asterisk-cdr-csv", settings = {}) {
      const id = await ingest.addSource(driver);
      const folder = join(db.home, "shared", "prov", String(id));
      mkdirSync(folder, { recursive: true });
      await withCompany(db.data("web"), companyId, async (tx) => {
        await changeSource(tx, companyId, id, { settings: { path: folder, restSeconds: 0.1, ...settings } });
        await setSourceState(tx, companyId, id, "running", null, ingest.time.now);
      });
      const row = async () => {
        const found = await withCompany(db.data("web"), companyId, (tx) => sourceById(tx, companyId, id));
        if (found === null) throw new Error("no such source");
        return found;
      };
      const transfers = () =>
        withCompany(db.data("web"), companyId, (tx) => listTransfers(tx, companyId, { sourceId: id, limit: 50 }));
      return { id, folder, row, transfers };
    },
    async collect(source) {
      await collectOnce(collector, await source.row(), AbortSignal.timeout(30_000));
      await store();
    },
  };
}

const FIRST_CALL_MS = Date.UTC(2026, 5, 1, 8);

/** A line as Asterisk writes it; `n` makes the call, `n` seconds after the first one, and its outside number (reserved for fiction). */
export function asteriskLine(n: number, firstMs = FIRST_CALL_MS): string {
  const second = (value: number) => new Date(firstMs + value * 1_000).toISOString().slice(0, 19).replace("T", " ");
  const number = `07017406${String(5 + (n % 95)).padStart(2, "0")}`;
  const fields = [
    "",
    number,
    "3000",
    "from-trunk",
    `"" <${number}>`,
    `SIP/trunk-${n}`,
    "SIP/3000-1",
    "Dial",
    "SIP/3000,20",
  ];
  const times = [second(n), second(n + 5), second(n + 65)];
  const quoted = [...fields, ...times].map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
  return `${quoted},65,60,"ANSWERED","DOCUMENTATION","1780300000.${n}",""`;
}
