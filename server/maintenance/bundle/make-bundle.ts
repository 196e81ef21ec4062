import { strToU8, zipSync } from "fflate";
import { type BundlePart, gatherParts } from "./gather.ts";
import type { HealthSite } from "../health/site.ts";
import { leftIn, namesHere, redact, type Secrets } from "./redact.ts";

export interface BundleEntry {
  readonly name: string;
  readonly what: string;
  readonly bytes: number;
  readonly lines: number;
  /** Kinds of what could not be taken out; such a file is not in the bundle. */
  readonly leftOut: readonly string[];
}

export interface Bundle {
  readonly entries: readonly BundleEntry[];
  readonly zip: Uint8Array;
}

/**
 * What helps somebody else to understand a fault, without personal data: every line is redacted, and every file is read
 * again afterwards; one in which something is found is left out and named in the manifest.
 */
export async function makeBundle(site: HealthSite, extraNames: readonly string[] = []): Promise<Bundle> {
  const names = namesHere([site.home, ...extraNames]);
  const files: Record<string, Uint8Array> = {};
  const entries: BundleEntry[] = [];
  for (const part of await gatherParts(site)) {
    const { text, entry } = redacted(part, names);
    entries.push(entry);
    if (entry.leftOut.length === 0) files[part.name] = strToU8(text);
  }
  const manifest = { release: site.release, madeAt: site.now.toISOString(), files: entries };
  files["manifest.json"] = strToU8(`${JSON.stringify(manifest, null, 2)}\n`);
  return { entries, zip: zipSync(files, { level: 6, mtime: site.now }) };
}

function redacted(part: BundlePart, names: Secrets): { text: string; entry: BundleEntry } {
  const text = part.text
    .split("\n")
    .map((line) => redact(line, names))
    .join("\n");
  const { name, what } = part;
  const entry = { name, what, bytes: Buffer.byteLength(text), lines: text.split("\n").length - 1 };
  return { text, entry: { ...entry, leftOut: leftIn(text, names) } };
}
