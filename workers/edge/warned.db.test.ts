import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { test } from "node:test";
import { freePort } from "#db/testing/free-port.ts";
import { withCompany } from "#db/with-company.ts";
import { addSource, listSources, startSource, stopSource } from "#server/collect/index.ts";
import { inviteEdge } from "#server/edge/index.ts";
import { allowPort } from "#server/sources/index.ts";
import { listTransfers } from "#server/store/transfers.ts";
import { asteriskLine } from "../collector/collector-fixture.ts";
import { openEdgeFixture, until } from "./edge-fixture.ts";

test("a stranger leaves a listener at an edge running, with a warning; the session of what it took meanwhile is done", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { ctx, ingest } = fixture;
  const home = fixture.newHome();
  const port = await freePort();
  allowPort(home, ctx.company.slug, { kind: "address", address: "127.0.0.1", from: port, to: port });
  const { code, edgeId } = await inviteEdge(ctx, { name: "Källaren" });
  const edge = fixture.run(home, code);
  const told = () => [edge.lines, fixture.doorLog];
  await until("enrolment", async () => edge.lines.join().includes("edge.started"));
  const listener = {
    name: "SMDR",
    transport: "tcp" as const,
    driver: "asterisk-cdr-csv",
    settings: { mode: "listen", address: "127.0.0.1", port, senders: "127.0.0.1" },
  };
  const { sourceId } = await addSource(ctx, listener, edgeId);
  await startSource(ctx, { sourceId });
  await until("the call", async () => {
    await said("127.0.0.1", port, `${asteriskLine(1)}\n`).catch(() => undefined);
    await fixture.store();
    return (await ingest.count("call_record")) === 1;
  });
  const shown = async () => (await listSources(ctx)).map(({ state, problem, warning }) => [state, problem, warning]);
  await said("127.0.0.2", port, "scan").catch(() => undefined);
  await until("the warning", async () => (await shown())[0]?.[2] !== null, told);
  assert.deepEqual(await shown(), [["running", null, "sender-unknown"]]);

  await stopSource(ctx, { sourceId });
  await until("the edge to let go", async () => edge.lines.join().includes("source.let-go"), told);
  const sessions = () =>
    withCompany(ingest.db.data("web"), ingest.companyId, (tx) =>
      listTransfers(tx, ingest.companyId, { sourceId, limit: 9 }),
    );
  await until("the end of the session", async () => (await sessions())[0]?.outcome != null, told);
  assert.deepEqual(
    (await sessions()).map(({ outcome, error }) => [outcome, error]),
    [["done", null]],
  );
});

/** Says it from an address of this machine, and hangs up. */
async function said(from: string, port: number, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host: "127.0.0.1", port, localAddress: from }, () => socket.end(text));
    socket.once("error", reject);
    socket.resume();
    socket.once("close", () => resolve());
  });
}
