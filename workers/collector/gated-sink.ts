import { passGate } from "#server/gate/index.ts";
import type { PlacedFrame } from "#server/inbox/index.ts";
import type { DeliveredPart, KnownPosition } from "#server/sources/index.ts";
import type { GateWatch, OpenedGate } from "./gate-watch.ts";

/** The gate is another one than the source was opened with: it is opened again, and goes on where it stands. */
export class GateChanged extends Error {
  override readonly name = "GateChanged";
}

/** What a part of a delivery is once it has passed the gate. */
export interface PassedPart {
  readonly frames: readonly PlacedFrame[];
  readonly identity: Readonly<Record<string, unknown>>;
  /** To be called once they are safe. */
  settled(): void;
}

export interface PartsGate {
  /** Throws GateChanged, or SourceTrouble "rules-unread". */
  pass(part: DeliveredPart, receivedAt: Date): Promise<PassedPart>;
}

/**
 * Passes parts through the gate that the source was opened with. What the driver has learnt of a delivery goes with the segment,
 * as ingest keeps it with the checkpoint, so that whoever reads on knows the header and the date line.
 */
export function partsGate(watch: GateWatch, opened: OpenedGate, known: readonly KnownPosition[]): PartsGate {
  const states = new Map(known.map((one) => [one.deliveryId, decoderState(one) ?? {}]));
  return {
    async pass(part, receivedAt) {
      if ((await watch.current()).key !== opened.key) throw new GateChanged();
      const { gate } = opened;
      if (gate === null) return { ...part, settled: () => undefined };
      const { frames, state } = passGate(gate, part.frames, receivedAt, states.get(part.deliveryId) ?? {});
      return {
        frames,
        identity: { ...part.identity, decoder: state },
        settled: () => states.set(part.deliveryId, state),
      };
    },
  };
}

/**
 * Whether ingest has yet to read segments that were written without a gate: only it can tell then what the driver has learnt of
 * the delivery. It takes seconds; without a worker the source waits.
 */
export function mustWait({ gate }: OpenedGate, known: readonly KnownPosition[]): boolean {
  return gate !== null && known.some((one) => one.inInbox === true && !one.done && decoderState(one) === null);
}

function decoderState({ identity }: KnownPosition): Record<string, unknown> | null {
  const kept = identity?.["decoder"];
  return typeof kept === "object" && kept !== null ? { ...kept } : null;
}
