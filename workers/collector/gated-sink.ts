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

export interface StagedGate extends Pick<PartsGate, "pass"> {
  /** Throws GateChanged when other rules hold than those that the parts have passed. */
  check(): Promise<void>;
  settled(): void;
}

export interface PartsGate {
  /** For a delivery that may yet be dropped: what the driver learns of it counts once `settled` is called. */
  staged(deliveryId: string): StagedGate;
  /** Throws GateChanged, or SourceTrouble "rules-unread". */
  pass(part: DeliveredPart, receivedAt: Date): Promise<PassedPart>;
}

/**
 * Passes parts through the gate that the source was opened with. What the driver has learnt of a delivery goes with the segment,
 * as ingest keeps it with the checkpoint, so that whoever reads on knows the header and the date line.
 */
export function partsGate(watch: GateWatch, opened: OpenedGate, known: readonly KnownPosition[]): PartsGate {
  const states = new Map(known.map((one) => [one.deliveryId, decoderState(one) ?? {}]));
  const current = async (isStream: boolean) => {
    const now = await watch.current();
    // Of a stream there is no going back: it passes what holds now, from where it stands.
    if (now.key !== opened.key && !isStream) throw new GateChanged();
    return now.gate;
  };
  const passing =
    (learnt: Map<string, Record<string, unknown>>): PartsGate["pass"] =>
    async (part, receivedAt) => {
      const gate = await current(part.stream === true);
      if (gate === null) return { ...part, settled: () => undefined };
      const { frames, state } = passGate(gate, part.frames, receivedAt, learnt.get(part.deliveryId) ?? {});
      const identity = { ...part.identity, decoder: state };
      return { frames, identity, settled: () => learnt.set(part.deliveryId, state) };
    };
  return {
    pass: passing(states),
    staged(deliveryId) {
      const learnt = new Map([[deliveryId, states.get(deliveryId) ?? {}]]);
      return {
        pass: passing(learnt),
        async check() {
          await current(false);
        },
        settled: () => void states.set(deliveryId, learnt.get(deliveryId) ?? {}),
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
