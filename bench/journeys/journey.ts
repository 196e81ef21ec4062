import type { System } from "./calls.ts";

/** Where a peer of one journey stands. */
export interface Place {
  /** For its files; gone after the journey. */
  readonly folder: string;
  /** The home of the installation: its certificate, and folders that its sources may read. */
  readonly home: string;
  readonly slug: string;
  /** In which its calls took place, from 0 to 11: two sources that tell alike tell of one call. */
  readonly hour: number;
  /** Asked to end when the journey does, the last one first. */
  atEnd(end: () => unknown): void;
}

/** A telephone system that is there: what the person is told about it, and what makes it send. */
export interface Peer {
  /** What the operator says after `gallra permit`; nothing where the folder is one that is always allowed. */
  readonly permit?: readonly [kind: "network" | "port" | "folder", value: string];
  /** What is typed and chosen, field by field in this order. */
  readonly typed: Readonly<Record<string, string>>;
  /** The fingerprint that the peer's own tools tell, to be compared with what the page shows. */
  readonly fingerprint?: string;
  /** Of a peer whose calls a test waits for: makes it send while somebody looks. */
  readonly whileTested?: () => Promise<void>;
  /** What happens at the telephone system once the source runs. */
  readonly send?: () => Promise<void>;
}

/** One way from a telephone system to a number that is found. */
export interface Journey {
  readonly name: string;
  readonly transport: string;
  readonly system: System;
  /** Programs that play the peer. */
  readonly needs: readonly string[];
  readonly start: (place: Place) => Promise<Peer>;
  /** Whether a test shows the first calls: not where they would be taken away from whoever sends them. */
  readonly shown: "calls" | "nothing";
}
