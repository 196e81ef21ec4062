import type { KeyObject } from "node:crypto";
import type { z } from "zod";
import type { Framing } from "../drivers/driver.ts";
import type { Frame } from "../drivers/framing.ts";
import type { Credentials } from "./credentials/credential.ts";
import type { Machine } from "./machine/machine.ts";
import type { Ports } from "./stream/ports.ts";
import type { KnownPosition, Sink, Source } from "./source.ts";

/**
 * A way in which bytes come from a PBX. One folder each; what a person sets of it is data (`fields`), so that the portal, the
 * command line and the check of input need no words of their own about any of them.
 */
export interface Transport<S = unknown> {
  /** The folder name, e.g. `sftp`; stable, stored with every source. */
  readonly id: string;
  /** Who begins: we ask the PBX (`poll`), we keep a line to it (`connect`), or it comes to us (`listen`). */
  readonly begins: "poll" | "connect" | "listen";
  readonly fields: readonly TransportField[];
  /** Plain settings, as stored: no credential is among them. */
  readonly settings: z.ZodType<S>;
  /** What these settings protect and promise (COL-15). */
  label(settings: S): SecurityLabel;
  /** Opens nothing yet: the first round does. Throws AppError "bad-input" for settings that contradict each other. */
  open(options: OpenOptions<S>): Source;
  /** Looks without taking anything over, in half a minute at most. Throws SourceTrouble. */
  test(options: TestOptions<S>): Promise<Tried>;
}

/** One thing a person sets. Its words stand in the portal's messages: `transport.<id>.<name>` and `.help`. */
export interface TransportField {
  readonly name: string;
  /** `secret`: a credential, sealed and never shown again. `pin`: what a test found of the other side and a person accepts. */
  readonly kind: "text" | "number" | "choice" | "switch" | "secret" | "text-secret" | "pin";
  readonly values?: readonly string[];
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  /** Shown only while another field before it is shown and has one of these values; of several, while one of them holds. */
  readonly when?: FieldCondition | readonly FieldCondition[];
}

export interface FieldCondition {
  readonly field: string;
  readonly is: readonly string[];
}

/** Encrypted on the wire; the other side proves who it is; what was sent may be lost where nobody notices. */
export interface SecurityLabel {
  readonly encrypted: boolean;
  readonly authenticated: boolean;
  readonly mayLose: boolean;
}

export interface OpenOptions<S> {
  readonly settings: S;
  readonly credentials: Credentials;
  readonly framing: Framing;
  /** Makes fingerprints; the same for every collector of an installation, another one for each source. */
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
  readonly machine: Machine;
  /** Ports that sources of this process share. */
  readonly ports: Ports;
  /** For transports that remove at the other side what is stored: bytes of each delivery that the database has, asked anew. */
  committed?(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Throws once another collector may hold the source: asked right before anything is changed at the other side. */
  holds?(): void;
}

export type TestOptions<S> = Pick<OpenOptions<S>, "settings" | "credentials" | "framing" | "machine"> & {
  readonly signal: AbortSignal;
};

/** What a test found. Names of files are left out: some PBXs write numbers into them. */
export interface Tried {
  /** How many files, tables or connections there are to read from; for a listener 0. */
  readonly files: number;
  readonly bytes: number;
  readonly newestAt: Date | null;
  readonly unreadable: number;
  /** The first frames of what is newest. */
  readonly frames: readonly Frame[];
  /** Host key or certificate of the other side, to be accepted by a person: fingerprint, and words to compare it by. */
  readonly pin?: Pin;
  /** Of a listener: what a person enters at the other side, and compares there, by name; no secret is among it. */
  readonly enter?: Readonly<Record<string, string>>;
}

export interface Pin {
  /** As stored in the setting of kind `pin`, e.g. "SHA256:...". */
  readonly fingerprint: string;
  /** For a person: algorithm, subject, issuer, end; never a secret. */
  readonly about: Readonly<Record<string, string>>;
}
