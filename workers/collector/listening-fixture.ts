import { createSocket } from "node:dgram";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { JWK } from "jose";
import {
  allowPort,
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
  sealCredential,
} from "#server/sources/index.ts";
import { findCompany } from "#server/store/companies.ts";
import { setCredentials } from "#server/store/source-credentials.ts";
import { changeSource } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import { collect } from "./collect.ts";
import type { CollectorFixture, TestSource } from "./collector-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";

/** For tests: a source that listens on a port of loopback, held by the real collector for as long as it runs. */
export interface Listening {
  readonly source: TestSource;
  readonly port: number;
  /** Runs the collector until it is told to stop; resolves once the port is open. */
  start(): Promise<{ stop(): Promise<void> }>;
}

export interface ListeningOptions {
  readonly transport: "syslog" | "radius";
  readonly driver: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secret?: string;
}

export async function listeningSource(fixture: CollectorFixture, options: ListeningOptions): Promise<Listening> {
  const { ingest, collector } = fixture;
  const { db, companyId } = ingest;
  const source = await fixture.addSource(options.driver);
  const port = await freePort();
  const company = await findCompany(collector.sql, { id: companyId });
  allowPort(db.home, company?.slug ?? "", { kind: "address", address: "127.0.0.1", from: port, to: port });
  const settings = { address: "127.0.0.1", port, senders: "127.0.0.1", ...options.settings };
  // Of a second source the same pair: what was sealed for the first has to open.
  const known = join(db.home, "secrets", COLLECTOR_PRIVATE);
  const privateText = existsSync(known) ? readFileSync(known, "utf8") : newCollectorKey();
  writeFileSync(join(db.home, "secrets", COLLECTOR_PRIVATE), privateText);
  writeFileSync(join(db.home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(privateText));
  await withCompany(db.data("owner"), companyId, async (tx) => {
    await tx`update data.source set transport = ${options.transport} where company_id = ${companyId} and id = ${source.id}`;
  });
  await withCompany(db.data("web"), companyId, async (tx) => {
    await changeSource(tx, companyId, source.id, { settings });
    if (options.secret === undefined) return;
    const place = { companyId, sourceId: source.id, name: "secret" };
    const sealed = await sealCredential(place, options.secret, JSON.parse(publicHalfOf(privateText)) as JWK);
    await setCredentials(tx, companyId, source.id, [{ name: "secret", sealed }], ingest.time.now);
  });
  return {
    source,
    port,
    async start() {
      const ending = new AbortController();
      const done = collect(collector, ending.signal);
      for (let tries = 0; !(await isTaken(port)); tries++) {
        if (tries > 200) throw new Error(`the port does not open: ${fixture.logged.at(-1)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return {
        async stop() {
          ending.abort();
          await done;
        },
      };
    },
  };
}

/** Whether somebody listens there, by whichever protocol. */
async function isTaken(port: number): Promise<boolean> {
  const udp = createSocket("udp4");
  const byUdp = await new Promise<boolean>((resolve) => {
    udp.once("error", () => resolve(true));
    udp.bind({ port, address: "127.0.0.1", exclusive: true }, () => udp.close(() => resolve(false)));
  });
  if (byUdp) return true;
  const tcp = createServer();
  return await new Promise<boolean>((resolve) => {
    tcp.once("error", () => resolve(true));
    tcp.listen({ port, host: "127.0.0.1", exclusive: true }, () => tcp.close(() => resolve(false)));
  });
}
