import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import { createFileSource } from "../files/file-source.ts";
import type { KnownPosition, Sink, Source } from "../source.ts";
import { localFolder, type LocalFolderOptions } from "./folder.ts";
import type { SharedFileSettings } from "./settings.ts";

export interface SharedFileOptions {
  readonly settings: SharedFileSettings;
  readonly framing: Framing;
  readonly roots: LocalFolderOptions["roots"];
  readonly byName?: (folder: string) => Promise<boolean>;
  /** Makes fingerprints; the same for every collector of an installation, another one for each source. */
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
}

/**
 * COL-06: a folder, local or mounted. Files are tailed by polling with their descriptors kept, so that a file renamed or
 * removed is read to its end; what a file is, its content decides. On a share nothing is kept open.
 */
export function createSharedFileSource({ settings, ...options }: SharedFileOptions): Source {
  return createFileSource({ ...options, rules: settings, folder: localFolder({ ...settings, ...options }) });
}
