import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import { createFileSource } from "../files/file-source.ts";
import type { KnownPosition, Sink, Source } from "../source.ts";
import { localFolder } from "./folder.ts";
import type { SharedFileSettings } from "./settings.ts";

export interface SharedFileOptions {
  readonly settings: SharedFileSettings;
  readonly framing: Framing;
  /** Folders of the machine that the operator lets sources read. */
  roots(): Promise<readonly string[]> | readonly string[];
  /** Makes fingerprints; the same for every collector of an installation, another one for each source. */
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
}

/**
 * COL-06: a folder, local or mounted. Files are tailed by polling with their descriptors kept, so that a file renamed or
 * removed is read to its end; what a file is, its content decides.
 */
export function createSharedFileSource({ settings, roots, ...options }: SharedFileOptions): Source {
  return createFileSource({ ...options, rules: settings, folder: localFolder(settings, roots) });
}
