import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { ingestInbox, joinDue } from "#server/ingest/index.ts";
import { listSegments } from "#server/inbox/index.ts";
import { allowNetwork, allowPort, transportNamed } from "#server/sources/index.ts";
import { type Device, openDevice, SECRET } from "#server/sources/radius/radius-fixture.ts";
import { openSftpPeer, PASSWORD, USER } from "#server/sources/sftp/sftp-server-fixture.ts";
import { networkSource } from "#workers/collector/network-fixture.ts";
import { openWay, type Way } from "#workers/collector/way-fixture.ts";
import { type ListenerHome, openListenerHome } from "../listeners/home.ts";
import { type Machine, openMachine } from "./machine.ts";
import { type Net, openNamespaces, type Place } from "./net.ts";
import { type Journal, openJournal } from "./journal.ts";

/** Two machines with a collector each, one database, a PBX that files are fetched from and one that sends. */
export interface Desk {
  readonly net: Net;
  readonly machines: Readonly<Record<Place, Machine>>;
  readonly databaseWays: Readonly<Record<Place, Way>>;
  readonly pbxWay: Way;
  readonly journal: Journal;
  readonly deletions: Deletion[];
  /** Machines whose worker is down with them: what is in their inbox waits. */
  readonly down: Set<Place>;
  /** Who holds the source that is polled, and the one that listens. */
  holders(): Promise<Readonly<Record<"polled" | "listening", Holder>>>;
  /** One pass of ingest over the inbox of every machine that is up. */
  store(): Promise<void>;
  verdict(): Promise<Verdict>;
  close(): Promise<void>;
}

export interface Holder {
  readonly place: Place | null;
  readonly fencing: number;
}

/** A file that was deleted at the PBX, by whom, and who held the source at that moment. */
export interface Deletion {
  readonly by: Place | null;
  readonly heldBy: Promise<Place | null>;
}

export interface Verdict {
  readonly sent: number;
  readonly answered: number;
  readonly lost: number;
  readonly twice: number;
  readonly foreign: number;
  readonly undefinedLines: number;
}

export async function openDesk(): Promise<Desk> {
  const closing: (() => unknown)[] = [];
  const onEnd = <T>(value: T, close: (value: T) => unknown): T => {
    closing.unshift(() => close(value));
    return value;
  };
  try {
    return await build(onEnd, async () => {
      for (const close of closing) await close();
    });
  } catch (error) {
    for (const close of closing) await close();
    throw error;
  }
}

type OnEnd = <T>(value: T, close: (value: T) => unknown) => T;

async function build(onEnd: OnEnd, close: () => Promise<void>): Promise<Desk> {
  const net = onEnd(openNamespaces(), (one) => one.close());
  const at = net.listener;
  const listening = { transport: "radius", driver: "cisco-radius-voip", secret: SECRET } as const;
  const senders = `${net.pbx}/32`;
  const home = onEnd(await openListenerHome({ ...listening, settings: { address: at, senders } }), (one) =>
    one.close(),
  );
  const { data } = home.fixture.ingest.db.clusterHome.addresses;
  const socket = { path: join(data.host, `.s.PGSQL.${data.port}`) };
  const way = async () => onEnd(await openWay(socket, net.database), (one) => one.close());
  const databaseWays = { a: await way(), b: await way() };
  const root = onEnd(mkdtempSync(join(tmpdir(), "gallra-failover-pbx-")), (one) => rmSync(one, { recursive: true }));
  const peer = onEnd(await openSftpPeer(root), (one) => one.close());
  const pbxWay = onEnd(await openWay({ host: "127.0.0.1", port: peer.port }, net.pbx), (one) => one.close());
  const polled = await polledSource(home, net, pbxWay.port, peer.port);
  allowPort(home.home, "prov", { kind: "address", address: at, from: home.port, to: home.port });
  const devices: Device[] = [];
  for (let n = 0; n < 4; n++) devices.push(onEnd(await openDevice(net.pbx, at), (one) => one.close()));
  const journal = openJournal(root, devices, home.port);
  const machine = (place: Place) =>
    onEnd(openMachine(net, place, home.home, databaseWays[place].port), (one) => one.close());
  const machines = { a: machine("a"), b: machine("b") };
  const placeAt = (port: number) => {
    const from = pbxWay.passed.find((one) => one.port === port)?.from;
    return (["a", "b"] as const).find((place) => net.addressOf(place) === from) ?? null;
  };
  const holders = () => readHolders(home, polled);
  const deletions: Deletion[] = [];
  peer.fails.removing = (port) => {
    deletions.push({ by: placeAt(port), heldBy: holders().then((held) => held.polled.place) });
  };
  const down = new Set<Place>();
  const base = { net, machines, databaseWays, pbxWay, journal, deletions, down, holders, close };
  const store = async () => {
    for (const { place, inbox } of Object.values(machines))
      if (!down.has(place)) await ingestInbox(home.fixture.ingest.ctx, inbox);
  };
  return { ...base, store, verdict: () => judge(home, journal, machines, store) };
}

/** A source that deletes what is stored, over SFTP. */
async function polledSource(home: ListenerHome, net: Net, port: number, peerPort: number): Promise<number> {
  const { fixture } = home;
  for (const address of ["127.0.0.1", net.pbx]) allowNetwork(home.home, "prov", address);
  const sftp = transportNamed("sftp");
  const plain = { user: USER, mode: "drop", after: "delete", restSeconds: 0.1, everySeconds: 0.2 };
  const { pin } = await sftp.test({
    settings: sftp.settings.parse({ ...plain, host: "127.0.0.1", port: peerPort }),
    credentials: { password: PASSWORD },
    framing: { kind: "line" },
    machine: fixture.collector.machineOf(fixture.ingest.companyId),
    signal: AbortSignal.timeout(60_000),
  });
  const settings = { ...plain, host: net.pbx, port, pin: pin?.fingerprint };
  const credentials = { password: PASSWORD };
  return (await networkSource(fixture, { transport: "sftp", driver: "asterisk-cdr-csv", settings, credentials })).id;
}

async function readHolders({ fixture }: ListenerHome, polled: number) {
  const { db, companyId } = fixture.ingest;
  return await withCompany(db.data("owner"), companyId, async (tx) => {
    const rows =
      await tx`select source_id, fencing, case when expires_at > now() then split_part(holder, '/', 1) end as place
        from data.source_lease where company_id = ${companyId}`;
    const of = (isPolled: boolean): Holder => {
      const row = rows.find((one) => (one["source_id"] === polled) === isPolled);
      const place = row?.["place"] as string | null | undefined;
      return { place: place === "a" || place === "b" ? place : null, fencing: Number(row?.["fencing"] ?? 0) };
    };
    return { polled: of(true), listening: of(false) };
  });
}

/** Everything is stored first, also what waited on the disk of a machine that was down. */
async function judge(
  home: ListenerHome,
  journal: Journal,
  machines: Desk["machines"],
  store: () => Promise<void>,
): Promise<Verdict> {
  const { ingest } = home.fixture;
  for (const { inbox } of Object.values(machines)) {
    for (let pass = 0; pass < 50 && (await listSegments(inbox)).length > 0; pass++) await store();
  }
  ingest.time.now = new Date(Date.now() + 7 * 3_600_000);
  await joinDue(ingest.ctx);
  const { starts, undefinedLines } = await home.stored();
  const must = journal.mustBeStored();
  const may = journal.mayBeStored();
  let twice = 0;
  let foreign = 0;
  for (const [second, n] of starts) {
    twice += n - 1;
    if (!may.has(second)) foreign++;
  }
  const lost = [...must].filter((second) => !starts.has(second)).length;
  return { sent: journal.filed(), answered: journal.answered(), lost, twice, foreign, undefinedLines };
}
