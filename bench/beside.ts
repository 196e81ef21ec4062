import { fork } from "node:child_process";
import { join } from "node:path";
import type { FaultSize, Figure } from "./figure.ts";
import { failedPart } from "./part.ts";
import { printFigure } from "./print.ts";
import { chosenParts, ended } from "./series.ts";

/** Faults wait a good part of their time: for kills, for clean-ups, for a database that begins anew. */
const AT_ONCE = 2;
/** For one that hangs: a machine that has little time takes several times as long as an idle one. */
const MOST_MS = 60 * 60_000;
/** Their claim is about seconds or the kernel's buffers: nothing runs beside them. */
const ALONE: ReadonlySet<string> = new Set(["COL-18", "REL-08"]);

/** They begin first: one that takes minutes and begins last would keep the others' processor idle. */
const LONGEST: readonly string[] = ["REL-02", "REL-01", "REL-07", "REL-06", "REL-05", "REL-03", "REL-04"];

/** Runs the faults in processes of their own, two at a time; prints their figures as they come. Answers the exit code. */
export async function runBeside(folder: string, size: FaultSize, only: readonly string[]): Promise<number> {
  const parts = chosenParts(folder, only);
  if (parts === null) return 2;
  const figures: Figure[] = [];
  const run = async (waiting: { id: string; file: string }[]) => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      for (const figure of await runInChild(part, size)) {
        printFigure(figure);
        figures.push(figure);
      }
    }
  };
  const together = [...LONGEST.flatMap((id) => parts.filter((part) => part.id === id)), ...parts].filter(
    (part, at, all) => !ALONE.has(part.id) && all.indexOf(part) === at,
  );
  await Promise.all(Array.from({ length: AT_ONCE }, () => run(together)));
  await run(parts.filter(({ id }) => ALONE.has(id)));
  return ended(
    figures.sort((a, b) => (a.id < b.id ? -1 : 1)),
    true,
  );
}

function runInChild({ id, file }: { id: string; file: string }, size: FaultSize): Promise<Figure[]> {
  return new Promise((done) => {
    let figures: Figure[] = [failedPart(id)];
    const child = fork(join(import.meta.dirname, "fault-child.ts"), [file, JSON.stringify(size)], { timeout: MOST_MS });
    child.on("message", (said) => {
      figures = said as Figure[];
    });
    child.once("error", (error) => process.stderr.write(`${id} failed: ${error.message}\n`));
    child.once("close", (code, signal) => {
      if (code !== 0) process.stderr.write(`${id} ended with ${code ?? signal}\n`);
      done(figures);
    });
  });
}
