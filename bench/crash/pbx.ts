import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, renameSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A PBX with a journal of its own: only what it has fsynced counts as sent. */
export interface Pbx {
  /** Calls sent, as the second each of them starts in, and lines that no driver understands. */
  readonly sent: { readonly calls: number; readonly rubbish: number; readonly rotations: number };
  startOf(call: number): Date;
  write(calls: number): void;
  /** Like logrotate: the file is renamed, or copied and cut off. `between` runs after the first half of it. */
  rotate(how: "rename" | "copy", between?: () => Promise<void>): Promise<void>;
}

/** Writes `Master.csv` as Asterisk does. Numbers are of the series reserved for fiction. */
export function createPbx(folder: string, base: Date): Pbx {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "Master.csv");
  const sent = { calls: 0, rubbish: 0, rotations: 0 };
  const startOf = (call: number) => new Date(base.getTime() + call * 1000);
  return {
    sent,
    startOf,
    write(calls) {
      const lines: string[] = [];
      for (let i = 0; i < calls; i++) lines.push(lineOf(sent.calls + i, startOf(sent.calls + i)));
      lines.push(`rubbish ${sent.rubbish}`);
      const fd = openSync(file, "a");
      try {
        // In two parts, so that a collector meets half a line now and then.
        const bytes = Buffer.from(`${lines.join("\n")}\n`);
        const half = Math.floor(bytes.length / 2);
        writeSync(fd, bytes.subarray(0, half));
        writeSync(fd, bytes.subarray(half));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      sent.calls += calls;
      sent.rubbish++;
    },
    async rotate(how, between = async () => undefined) {
      const old = `${file}.${++sent.rotations}`;
      if (how === "rename") {
        renameSync(file, old);
        await between();
        closeSync(openSync(file, "a"));
      } else {
        copyFileSync(file, old);
        await between();
        truncateSync(file, 0);
      }
    },
  };
}

/** The caller's name has no digits: six or more of them are read as one more number, and a party. */
function lineOf(call: number, start: Date): string {
  const number = `07017406${String(5 + (call % 95)).padStart(2, "0")}`;
  const at = (seconds: number) =>
    new Date(start.getTime() + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const head = `"","${number}","3000","from-trunk","""Caller"" <${number}>","SIP/trunk-${call}","SIP/3000-1","Dial","SIP/3000"`;
  return `${head},"${at(0)}","${at(5)}","${at(65)}",65,60,"ANSWERED","DOCUMENTATION","${call}.1",""`;
}
