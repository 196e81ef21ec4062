import { join } from "node:path";
import { readJson } from "#db/cluster-home.ts";
import { writeSecret } from "#db/secret-file.ts";

/** What stands in `demo.json` of a home: that it is a demo, and up to when its systems have written their files. */
export interface DemoNote {
  /** ISO 8601. */
  readonly writtenUntil: string;
}

export function readDemoNote(home: string): DemoNote | null {
  return readJson<DemoNote>(noteFile(home));
}

export function writeDemoNote(home: string, writtenUntil: Date): void {
  const note: DemoNote = { writtenUntil: writtenUntil.toISOString() };
  writeSecret(noteFile(home), `${JSON.stringify(note)}\n`);
}

function noteFile(home: string): string {
  return join(home, "demo.json");
}
