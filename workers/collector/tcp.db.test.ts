import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { PRODUCTS } from "#server/domain/codes.ts";
import { forgetOldStreams } from "#server/collect/forget-streams.ts";
import { allowPort } from "#server/sources/index.ts";
import { readCheckpoints, startDelivery } from "#server/store/checkpoints.ts";
import type { Tx } from "#db/clients.ts";
import { addSource, setSourceState } from "#server/store/sources.ts";
import { listTransfers } from "#server/store/transfers.ts";
import { withCompany } from "#db/with-company.ts";
import { collect } from "./collect.ts";
import { asteriskLine, openCollectorFixture } from "./collector-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";

test("calls over TCP are stored, one that breaks off is an undefined line and a count, and its connection is forgotten after a week", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest, collector } = fixture;
  const { companyId, db } = ingest;
  const port = await freePort();
  const asWeb = <T>(work: (tx: Tx) => Promise<T>) => withCompany(db.data("web"), companyId, work);
  const site = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const sourceId = await asWeb(async (tx) => {
    const settings = { mode: "listen", address: "127.0.0.1", port, senders: "127.0.0.1" };
    const source = { ...site, companyId, name: "tcp", transport: "tcp", driver: "asterisk-cdr-csv", settings };
    const id = await addSource(tx, { ...source, product: PRODUCTS.pbx, driverOptions: {}, keepNames: false });
    await setSourceState(tx, companyId, id, "running", null, ingest.time.now);
    return id;
  });
  allowPort(db.home, "prov", { kind: "address", address: "127.0.0.1", from: port, to: port });
  const ending = new AbortController();
  const collecting = collect(collector, ending.signal);
  try {
    const socket = await dialled(port);
    socket.write(`${asteriskLine(1)}\n${asteriskLine(2)}\n${asteriskLine(3).slice(0, 60)}`);
    await wait(300);
    socket.resetAndDestroy();
    await eventually(async () => {
      await fixture.store();
      return (await ingest.count("undefined_line")) === 1;
    });
    await wait(1_200);
  } finally {
    ending.abort();
    await collecting;
  }
  await fixture.store();
  assert.deepEqual([await ingest.count("call_record"), await ingest.count("undefined_line")], [2, 1]);
  await withCompany(db.data("owner"), companyId, async (tx) => {
    assert.deepEqual(
      (await tx`select l.reason from data.undefined_line l where l.company_id = ${companyId}`).map(
        (row) => row["reason"],
      ),
      ["cut off"],
    );
    const [sum] = await tx`select sum(d.frames)::int as frames, sum(d.records + d.undefined_lines)::int as became,
      sum(d.bad_lines)::int as bad from data.processed_day d where d.company_id = ${companyId}`;
    assert.deepEqual([sum?.["frames"], sum?.["became"], sum?.["bad"]], [3, 3, 1]);
    const [transfer] = await listTransfers(tx, companyId, { sourceId, limit: 5 });
    assert.deepEqual([transfer?.frames, transfer?.errors], [3, 1]);
  });

  const known = () => asWeb((tx) => readCheckpoints(tx, companyId, sourceId));
  const file = {
    companyId,
    sourceId,
    deliveryId: crypto.randomUUID(),
    position: 7,
    fencing: 1,
    identity: { v: 1 },
  };
  await withCompany(db.data("collect"), companyId, (tx) => startDelivery(tx, file));
  assert.equal((await known()).length, 2);
  const inDays = (days: number) => ({
    sql: { web: db.data("web") },
    clock: () => new Date(Date.now() + days * 86_400_000),
  });
  assert.equal(await forgetOldStreams(inDays(6)), 0, "a segment of it may still wait");
  assert.equal(await forgetOldStreams(inDays(8)), 1);
  assert.deepEqual(
    (await known()).map(({ deliveryId }) => deliveryId),
    [file.deliveryId],
    "files are known for as long as they may come again",
  );
});

async function dialled(port: number): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return socket;
    if (tries > 200) throw new Error("nobody listens");
    await wait(50);
  }
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await wait(50);
  }
  throw new Error("it never came");
}
