import { asteriskLine } from "#workers/collector/collector-fixture.ts";

/** A telephone system that is played: it makes calls, and hands them over as its transport has it. */
export interface Player {
  /** Makes a call, or hands over what waits; asked many times a second. */
  step(): void;
  /** What waits to be handed over with others goes without them. */
  flush?(): void;
  /** No more calls; resolves once everything that was promised an answer has one. */
  finish(): Promise<void>;
  close(): Promise<void> | void;
}

/** What a system knows of its calls, by their number from 0. */
export class Journal {
  /** When each was sent. */
  readonly at: number[] = [];
  /** Those that the protocol promises: acknowledged, or there to be fetched. */
  readonly promised = new Set<number>();
  /** Lines that no driver understands, there to be fetched as well. */
  odd = 0;
  readonly #from: number;

  constructor(from: number) {
    this.#from = from;
  }

  /** A call more. Its second is one of a kind among all systems. */
  next(): number {
    return this.at.push(Date.now()) - 1;
  }

  /** As the collectors' record is known by. */
  number(call: number): number {
    return this.#from + call;
  }

  line(call: number): string {
    return asteriskLine(this.number(call));
  }
}

/** What a system is told of the collector. */
export interface Place {
  readonly port: number;
  /** A folder of its own. */
  readonly folder: string;
  readonly database: { readonly home: string; readonly name: string } | null;
  /** Calls handed over at once: in a file, a message, a page. As few as telephone systems do without. */
  readonly atOnce?: number;
}

export interface Played {
  readonly player: Player;
  /** What the source has to be told: a port, a device, a pin. */
  readonly told: Readonly<Record<string, string | number>>;
}

export type Play = (journal: Journal, place: Place) => Promise<Played>;
