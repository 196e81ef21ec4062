import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import { openStaging, type Staging, settleUnfinished, writeSegment } from "#server/inbox/index.ts";
import {
  type DeliveredPart,
  readSettings,
  type Sink,
  type Source,
  SourceTrouble,
  transportNamed,
} from "#server/sources/index.ts";
import { driverOptionsOf } from "#server/store/source-options.ts";
import type { SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import type { GateWatch } from "./gate-watch.ts";
import { mustWait, type PartsGate, partsGate } from "./gated-sink.ts";
import type { HeldLease } from "./held-lease.ts";
import type { InboxKeyring } from "./inbox-key.ts";
import { committedPositions, knownPositions } from "./known-positions.ts";
import type { Pressure } from "./pressure.ts";
import type { Transfers } from "./transfer.ts";

/** What the inbox is written by, and how much may wait in it. */
interface Into {
  readonly inboxKey: InboxKeyring;
  readonly pressure: Pick<Pressure, "requireRoom">;
}

/** Opens the transport of a source that is held. Throws SourceTrouble for settings that this release cannot use. */
export async function openSource(
  ctx: CollectorContext,
  row: SourceRow,
  lease: HeldLease,
  into: Into,
  transfers: Transfers,
  watch: GateWatch,
): Promise<Source> {
  // The gate is read first: nothing is taken from a source whose rules are not known.
  const opened = await watch.current();
  await settleUnfinished(ctx.inbox, { companyId: row.companyId, sourceId: row.id });
  const known = await knownPositions(ctx, row.companyId, row.id);
  if (mustWait(opened, known)) throw new SourceTrouble("worker-awaited");
  const gate = partsGate(watch, opened, known);
  const sink = inboxSink(ctx, lease, into, transfers, gate);
  const source = await transportOf(ctx, row, known, sink, () => lease.check());
  // It may have been lost while the database was asked: then nothing is begun at the other side.
  if (!lease.isLive()) await source.close();
  lease.check();
  return source;
}

/** The transport by its name; what it reads goes to `sink`. */
export async function transportOf(
  ctx: CollectorContext,
  row: SourceRow,
  known: Awaited<ReturnType<typeof knownPositions>>,
  sink: Sink,
  holds?: () => void,
): Promise<Source> {
  const options = await driverOptionsOf(ctx.sql, row);
  const credentials = await ctx.credentialsOf(row.companyId, row.id);
  try {
    const transport = transportNamed(row.transport);
    return transport.open({
      settings: readSettings(transport, row.settings),
      credentials,
      framing: framingOf(driverNamed(row.driver), options),
      key: ctx.fingerprintKey(row.companyId, row.id),
      known,
      sink,
      machine: ctx.machineOf(row.companyId),
      ports: ctx.ports,
      committed: (deliveryIds) => committedPositions(ctx, row.companyId, row.id, deliveryIds),
      ...(holds === undefined ? {} : { holds }),
    });
  } catch (cause) {
    throw new SourceTrouble("wrong-settings", cause);
  }
}

/** Into the inbox, as long as the source is held. */
function inboxSink(
  ctx: CollectorContext,
  lease: HeldLease,
  { inboxKey, pressure }: Into,
  transfers: Transfers,
  gate: PartsGate,
): Sink {
  const { companyId, sourceId, fencing } = lease;
  /** Writes down what has passed the gate. */
  const written = async (part: DeliveredPart, through: Pick<PartsGate, "pass">, write: Staging["add"]) => {
    lease.check();
    await pressure.requireRoom(companyId, sourceId);
    const [key, sessionId] = [await inboxKey(), await transfers.current()];
    lease.check();
    const { deliveryId, from, to, end } = part;
    const now = ctx.clock();
    const passed = await through.pass(part, now);
    const { frames, identity } = passed;
    const receivedAt = now.toISOString();
    const segment = { companyId, sourceId, deliveryId, from, to, receivedAt, sessionId, fencing, identity, end };
    lease.check();
    await write(segment, frames, key);
    passed.settled();
    return { bytes: to - from, frames: frames.length };
  };
  const deliver = async (part: DeliveredPart) => {
    const holds = part.lasting === true ? null : () => lease.check();
    const write: Staging["add"] = async (...segment) => void (await writeSegment(ctx.inbox, ...segment, holds));
    transfers.add(await written(part, gate, write));
    // It is safe here, but whoever may have lost the source acknowledges nothing: the next holder is sent it again.
    lease.check();
  };
  return {
    deliver,
    stage(deliveryId) {
      const staging = openStaging(ctx.inbox, { companyId, sourceId });
      const staged = gate.staged(deliveryId);
      const moved = { bytes: 0, frames: 0 };
      return {
        async put(part) {
          const { bytes, frames } = await written(part, staged, staging.add);
          moved.bytes += bytes;
          moved.frames += frames;
        },
        async publish() {
          lease.check();
          await staged.check();
          lease.check();
          await staging.publish();
          staged.settled();
          transfers.add(moved);
          lease.check();
        },
        drop: () => staging.drop(),
      };
    },
    note(note, count = 1, why = undefined) {
      if (note === "file") return transfers.add({ files: count });
      if (note !== "repeat") transfers.add({ errors: count });
      if (why !== undefined) transfers.tell(why);
      const told = why === undefined ? {} : { why };
      ctx.log.warn("source.noted", { company: lease.companyId, source: lease.sourceId, note, count, ...told });
    },
  };
}
