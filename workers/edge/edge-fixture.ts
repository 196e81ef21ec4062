import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { getCompileCacheDir } from "node:module";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { MEMORY_FLAGS } from "#bin/bootstrap/flags.mjs";
import { makeCertificate } from "#bin/web/make-certificate.ts";
import type { Actor, CompanyContext } from "#server/context.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { answerEdge, type EdgeHost } from "#server/edge/index.ts";
import { readEnv } from "#server/env.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { findCompany } from "#server/store/companies.ts";
import { type GateKind, setGate } from "#server/store/gate.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { changeSource, setSourceState } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import { type CollectorFixture, openCollectorFixture, type TestSource } from "../collector/collector-fixture.ts";

/** For tests: a portal's door on loopback before the real ingest, and edges as processes with homes of their own. */
export interface EdgeFixture extends CollectorFixture {
  readonly ctx: CompanyContext;
  readonly host: EdgeHost;
  readonly portal: TestPortal;
  readonly doorLog: string[];
  /** A home for an edge, gone after the test. */
  newHome(): string;
  /** A source, stopped, whose folder lies in an edge's home. */
  addEdgeSource(home: string): Promise<TestSource>;
  start(source: TestSource): Promise<void>;
  /** What the company leaves out or shields, said once of each kind. */
  setGate(kind: GateKind, settings: unknown): Promise<void>;
  run(home: string, code?: string, more?: readonly string[]): EdgeProcess;
}

export interface TestPortal {
  url(): string;
  up(): Promise<void>;
  down(): Promise<void>;
}

export interface EdgeProcess {
  readonly process: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export async function openEdgeFixture(t: { after(fn: () => Promise<void>): void }): Promise<EdgeFixture> {
  const fixture = await openCollectorFixture(t);
  const { db, companyId, keyring, time } = fixture.ingest;
  await ensureInboxKeys(keyring, time.now.toISOString().slice(0, 10), 14);
  const keys = await currentInboxKeys(keyring);
  await putInboxPublicKeys(
    db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const doorLog: string[] = [];
  const env = { ...readEnv({}), home: db.home };
  const log = createLog("web", (line) => void doorLog.push(line));
  const host: EdgeHost = { env, log, clock: () => time.now, sql: { web: db.data("web") } };
  const certificate = await makeCertificate(["localhost", "127.0.0.1"], new Date());
  mkdirSync(join(db.home, "tls"), { recursive: true });
  writeFileSync(join(db.home, "tls", "certificate.pem"), certificate.cert);
  const portal = portalAt(host, certificate);
  t.after(() => portal.down());
  await portal.up();
  const company = await findCompany(db.data("web"), { id: companyId });
  if (company === null) throw new Error("no company");
  const nobody = { accountId: null, resellerId: null, sessionId: null, address: null };
  const actor: Actor = { ...rightsOf("company-administrator"), ...nobody, name: "Prov", companyId, via: "portal" };
  const ctx: CompanyContext = { ...host, keyring, actor, company };
  return {
    ...fixture,
    ...{ ctx, host, portal, doorLog },
    newHome() {
      const home = mkdtempSync(join(tmpdir(), "gallra-test-edge-"));
      t.after(async () => rmSync(home, { recursive: true, force: true }));
      return home;
    },
    async addEdgeSource(home) {
      const source = await fixture.addSource();
      const folder = join(home, "shared", company.slug, String(source.id));
      mkdirSync(folder, { recursive: true });
      await withCompany(db.data("web"), companyId, async (tx) => {
        await changeSource(tx, companyId, source.id, { settings: { path: folder, restSeconds: 0.1 } });
        await setSourceState(tx, companyId, source.id, "stopped", null, time.now);
      });
      return { ...source, folder };
    },
    start: (source) =>
      withCompany(db.data("web"), companyId, async (tx) => {
        await setSourceState(tx, companyId, source.id, "running", null, time.now);
      }),
    setGate: (kind, settings) =>
      withCompany(db.data("web"), companyId, (tx) =>
        setGate(tx, { companyId, kind, version: 0, settings, setAt: time.now, setBy: null, setByName: "test" }),
      ),
    run: (home, code, more = []) => runEdgeProcess(t, home, portal.url(), { code, more }),
  };
}

export async function until(what: string, look: () => Promise<boolean>, tell: () => unknown = () => ""): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end; await wait(100)) if (await look()) return;
  throw new Error(`${what} did not happen: ${JSON.stringify(tell())}`);
}

/** The door behind TLS, as the portal's web process has it; it comes back at the same port. */
function portalAt(host: EdgeHost, { cert, key }: { cert: string; key: string }): TestPortal {
  let server: Server | null = null;
  let port = 0;
  return {
    url: () => `https://127.0.0.1:${port}`,
    async up() {
      const opened = createServer({ cert, key }, (request, response) => {
        const readBody = async (longest: number) => {
          const parts: Buffer[] = [];
          for await (const part of request) parts.push(part as Buffer);
          const body = Buffer.concat(parts);
          return body.length > longest ? null : body;
        };
        const verb = (request.url ?? "").split("/").at(-1) ?? "";
        const authorization = request.headers.authorization ?? null;
        void answerEdge(host, { verb, authorization, address: "192.0.2.1", readBody }).then((answer) => {
          if (answer.retryAfterSeconds !== null) response.setHeader("retry-after", answer.retryAfterSeconds);
          response.writeHead(answer.status, { "content-type": "application/json" });
          response.end(JSON.stringify(answer.body));
        });
      });
      await new Promise<void>((done) => opened.listen(port, "127.0.0.1", done));
      port = (opened.address() as AddressInfo).port;
      server = opened;
    },
    async down() {
      const was = server;
      server = null;
      if (was === null) return;
      was.closeAllConnections();
      await new Promise((done) => was.close(done));
    },
  };
}

const ROOT = resolve(import.meta.dirname, "..", "..");

function runEdgeProcess(
  t: { after(fn: () => Promise<void>): void },
  home: string,
  portal: string,
  { code, more }: { code: string | undefined; more: readonly string[] },
): EdgeProcess {
  const words = ["collect", "--portal", portal, ...(code === undefined ? [] : ["--code", "-"]), ...more];
  const flags = MEMORY_FLAGS["collector"] ?? [];
  const compiled = getCompileCacheDir();
  const kept = compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) };
  const child = spawn(process.execPath, [...flags, join(ROOT, "bin", "gallra.ts"), ...words], {
    env: { ...kept, NODE_ENV: "test", GALLRA_HOME: home },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(code ?? "");
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => void lines.push(...part.toString().trim().split("\n")));
  const ended = new Promise<number | null>((done) => child.once("exit", (exit) => done(exit)));
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return await ended;
  };
  t.after(async () => void (await stop("SIGKILL")));
  return { process: child, lines, ended, stop };
}
