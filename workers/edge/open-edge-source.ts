import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { AppError } from "#server/domain/app-error.ts";
import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import { FINGERPRINT, type TaskSource } from "#server/edge/protocol/index.ts";
import { openStaging, type Staging, settleUnfinished, writeSegment } from "#server/inbox/index.ts";
import {
  type Credentials,
  type DeliveredPart,
  openCredential,
  readSettings,
  type Sink,
  type Source,
  SourceTrouble,
  transportNamed,
} from "#server/sources/index.ts";
import type { GateWatch } from "../collector/gate-watch.ts";
import { type PartsGate, partsGate } from "../collector/gated-sink.ts";
import type { EdgeContext } from "./edge-context.ts";
import type { Positions } from "./positions.ts";
import type { Sessions } from "./sessions.ts";

export interface EdgeSourceParts {
  readonly watch: GateWatch;
  readonly positions: Positions;
  readonly sessions: Sessions;
  /** Asks the portal how far the source was read elsewhere, once for each time it is placed here. Throws SourceTrouble. */
  learn(source: TaskSource): Promise<void>;
  /** Ends when the source is to run here no more. */
  readonly signal: AbortSignal;
}

/** Opens the transport of a source of this edge. Throws SourceTrouble. */
export async function openEdgeSource(ctx: EdgeContext, source: TaskSource, parts: EdgeSourceParts): Promise<Source> {
  const { companyId } = ctx.identity;
  const opened = await parts.watch.current();
  await settleUnfinished(ctx.inbox, { companyId, sourceId: source.id });
  await parts.learn(source);
  const known = await parts.positions.all(ctx.inbox, companyId, source.id);
  const sink = edgeSink(ctx, source, partsGate(parts.watch, opened, known), parts);
  const credentials = await credentialsOf(ctx, source);
  const key = await fingerprintKey(ctx, source);
  try {
    const transport = transportNamed(source.transport);
    return transport.open({
      settings: readSettings(transport, source.settings),
      credentials,
      framing: framingOf(driverNamed(source.driver), source.driverOptions),
      key,
      known,
      sink,
      machine: ctx.machine,
      ports: ctx.ports,
      committed: async (deliveryIds) =>
        new Map(
          deliveryIds.flatMap((id): [string, number][] => {
            const position = parts.positions.positionOf(id);
            return position === null ? [] : [[id, position]];
          }),
        ),
    });
  } catch (cause) {
    throw new SourceTrouble("wrong-settings", cause);
  }
}

/** The source's own, by which every collector recognises what was read of it; until it was handed over, one of this edge. */
async function fingerprintKey(ctx: EdgeContext, { id: sourceId, fingerprint }: TaskSource): Promise<KeyObject> {
  const { companyId } = ctx.identity;
  if (fingerprint === null) {
    const own = createHmac("sha256", ctx.keys.fingerprint).update(`gallra fingerprint ${companyId} ${sourceId}`);
    return createSecretKey(own.digest());
  }
  try {
    const opened = await openCredential({ companyId, sourceId, name: FINGERPRINT }, fingerprint, ctx.keys.seal);
    return createSecretKey(Buffer.from(opened, "base64url"));
  } catch (cause) {
    throw new SourceTrouble("read-failed", cause);
  }
}

/** Opened in memory, with the key that never left this machine. */
async function credentialsOf(ctx: EdgeContext, { id: sourceId, credentials }: TaskSource): Promise<Credentials> {
  const { companyId } = ctx.identity;
  try {
    const opened = credentials.map(async ({ name, sealed }) => [
      name,
      await openCredential({ companyId, sourceId, name }, sealed, ctx.keys.seal),
    ]);
    return Object.fromEntries(await Promise.all(opened));
  } catch (cause) {
    throw new SourceTrouble("no-credentials", cause);
  }
}

/** Into this edge's inbox, as long as there is room and the source is its own. */
function edgeSink(
  ctx: EdgeContext,
  { id: sourceId, fencing }: TaskSource,
  gate: PartsGate,
  parts: EdgeSourceParts,
): Sink {
  const { companyId } = ctx.identity;
  const check = () => {
    if (parts.signal.aborted) throw new AppError("fenced", "The source runs here no more.");
  };
  // What came and is not sent again is written down while its source is being closed, too.
  const holdsFor = ({ lasting }: DeliveredPart) => (lasting === true ? null : check);
  /** Writes down what has passed the gate. */
  const written = async (part: DeliveredPart, through: Pick<PartsGate, "pass">, write: Staging["add"]) => {
    const holds = holdsFor(part);
    holds?.();
    if (await ctx.fill.isFull()) throw new AppError("unavailable", FULL, { retry: true });
    const { deliveryId, from, to, end } = part;
    const now = ctx.clock.now();
    const key = ctx.orders.keyAt(now);
    const passed = await through.pass(part, now);
    const { frames, identity } = passed;
    const [receivedAt, sessionId] = [now.toISOString(), parts.sessions.current(sourceId)];
    const segment = { companyId, sourceId, deliveryId, from, to, receivedAt, sessionId, fencing, identity, end };
    holds?.();
    await write(segment, frames, key);
    passed.settled();
  };
  return {
    deliver: (part) =>
      written(part, gate, async (...segment) => void (await writeSegment(ctx.inbox, ...segment, holdsFor(part)))),
    stage(deliveryId) {
      const staging = openStaging(ctx.inbox, { companyId, sourceId });
      const staged = gate.staged(deliveryId);
      return {
        put: (part) => written(part, staged, staging.add),
        async publish() {
          check();
          await staged.check();
          await staging.publish();
          staged.settled();
        },
        drop: () => staging.drop(),
      };
    },
    note(note, count = 1, why = undefined) {
      if (note === "file") return parts.sessions.add(sourceId, "files", count);
      if (why !== undefined) parts.sessions.tell(sourceId, why);
      if (note !== "repeat") parts.sessions.add(sourceId, "errors", count);
      const told = why === undefined ? {} : { why };
      ctx.log.warn("source.noted", { company: companyId, source: sourceId, note, count, ...told });
    },
  };
}

const FULL = "This edge holds as much as it may. It goes on once the portal takes it.";
