import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminOf } from "#db/testing/admin.ts";
import { SHARED_HOME } from "#db/testing/shared-home.ts";
import { LOOPBACK } from "#server/sources/files/remote-fixture.ts";
import { transportNamed } from "#server/sources/catalogue.ts";
import { TABLE } from "./players/table.ts";
import type { Stage } from "./stage.ts";
import type { Asked, Known, Now, Said } from "./systems.ts";
import { playable, type Way, wantedOf } from "./ways.ts";
import { freePort } from "#db/testing/free-port.ts";

/** The played systems of a stage, each with its running source. */
export interface Played {
  readonly ways: readonly PlayedWay[];
  begin(): void;
  /** Many calls at once, and more until `now` is asked. */
  burst(): Promise<void>;
  /** How far each system was at that moment; no more calls until it begins again. */
  now(at: number): Promise<Now>;
  /** No more calls; resolves once all that was promised an answer has one. */
  end(): Promise<Known>;
  close(): Promise<void>;
}

export interface PlayedWay {
  readonly way: Way;
  readonly source: number;
  readonly port: number;
}

const PATIENCE_MS = 300_000;

export async function playAll(stage: Stage): Promise<Played> {
  const root = mkdtempSync(join(tmpdir(), "gallra-systems-"));
  const ports = new Map<string, number>();
  const wanted = playable();
  for (const { name, needs } of wanted) ports.set(name, needs === "port" ? await freePort() : 0);
  const table = await openTable(stage);
  const places = Object.fromEntries(wanted.map(({ name }) => [name, { port: ports.get(name), folder: root }]));
  const database = { home: SHARED_HOME, name: table.database };
  const child = fork(join(import.meta.dirname, "systems.ts"), [JSON.stringify(places), JSON.stringify(database)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const told = (await said(child, "told")).told;
  const ways: PlayedWay[] = [];
  for (const way of wanted) {
    const port = ports.get(way.name) ?? 0;
    const known = { ...told[way.name], user: table.role, database: table.database };
    const pin = way.transport === "sftp" ? { pin: await pinOf(way, known) } : {};
    ways.push({ way, port, source: await stage.add(wantedOf(way, { ...known, ...pin }, port)) });
  }
  const ask = (what: Asked["ask"], at?: number) =>
    void child.send({ ask: what, ...(at === undefined ? {} : { at }) } satisfies Asked);
  return {
    ways,
    begin: () => ask("begin"),
    async burst() {
      const answer = said(child, "burst");
      ask("burst");
      await answer;
    },
    async now(at) {
      const answer = said(child, "now");
      ask("now", at);
      return (await answer).now;
    },
    async end() {
      const answer = said(child, "known");
      ask("end");
      return (await answer).known;
    },
    async close() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      if (child.connected) ask("leave");
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      if (child.exitCode === null && child.signalCode === null) await gone;
      clearTimeout(timer);
      await table.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function said<K extends "told" | "now" | "burst" | "known">(
  child: ChildProcess,
  what: K,
): Promise<Extract<Said, { readonly [name in K]: unknown }>> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(new Error(`the played systems do not say ${what}`)), PATIENCE_MS);
    const hear = (answer: Said) => {
      if (what in answer) done(null, answer as Extract<Said, { readonly [name in K]: unknown }>);
    };
    const gone = () => done(new Error("the played systems are gone"));
    const done = (error: Error | null, answer?: Extract<Said, { readonly [name in K]: unknown }>) => {
      clearTimeout(timer);
      child.off("message", hear).off("exit", gone);
      if (answer === undefined) reject(error);
      else resolve(answer);
    };
    child.on("message", hear).on("exit", gone);
  });
}

/** A table of another program's, in the stage's own cluster, and who may read it. */
export async function openTable({ fixture }: Stage) {
  const { database } = fixture.ingest.db.clusterHome.addresses.data;
  const role = `pbx_reader_${process.pid}_${Date.now() % 100_000}`;
  const admin = adminOf(SHARED_HOME, "data", database);
  await admin.unsafe(`${TABLE}; create role ${role} login password 'played'; grant connect on database ${database} to ${role};
    grant usage on schema pbx to ${role}; grant select on pbx.cdr to ${role}`);
  return {
    role,
    database,
    async close() {
      await admin.unsafe(`drop owned by ${role}; drop role ${role}`);
      await admin.end();
    },
  };
}

export async function pinOf(way: Way, told: Readonly<Record<string, string | number>>): Promise<string> {
  const transport = transportNamed(way.transport);
  const { pin } = await transport.test({
    settings: transport.settings.parse(way.settings(told, 0)),
    credentials: way.credentials ?? {},
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(20_000),
  });
  return pin?.fingerprint ?? "";
}
