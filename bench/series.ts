import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "./figure.ts";
import { printFigure, printTable } from "./print.ts";
import { FAILED, type Part, runPart } from "./part.ts";

/** The parts of a folder, or the ones named by `--only ID`; null, said on standard error, where there is none. */
export function chosenParts(folder: string, only: readonly string[]): { id: string; file: string }[] | null {
  const parts = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => /^[a-z]+-\d+\.ts$/.test(name))
    .sort()
    .map((name) => ({ id: name.slice(0, -3).toUpperCase(), file: join(folder, name) }));
  const chosen = parts.filter(({ id }) => only.length === 0 || only.includes(id));
  if (chosen.length > 0) return chosen;
  process.stderr.write(
    `Nothing to run: no part is called ${only.join(", ")}. Known: ${parts.map(({ id }) => id).join(", ")}\n`,
  );
  return null;
}

/** Runs the parts one after another, prints their figures and answers the exit code: 0 when every part ran and, where
 * `floorsCount`, all floors were reached. */
export async function runSeries<Options>(
  folder: string,
  key: "bench" | "fault",
  options: Options,
  only: readonly string[],
  floorsCount: boolean,
): Promise<number> {
  const parts = chosenParts(folder, only);
  if (parts === null) return 2;
  const figures: Figure[] = [];
  for (const { file } of parts) {
    for (const figure of await runPart(await partIn<Options>(file, key), options)) {
      printFigure(figure);
      figures.push(figure);
    }
  }
  return ended(figures, floorsCount);
}

/** Prints the table; the exit code. */
export function ended(figures: readonly Figure[], floorsCount: boolean): number {
  printTable(figures);
  return figures.every((figure) => figure.ok || (!floorsCount && figure.value !== FAILED)) ? 0 : 1;
}

export async function partIn<Options>(file: string, key: "bench" | "fault"): Promise<Part<Options>> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, Part<Options> | undefined>;
  const part = module[key];
  if (part === undefined) throw new Error(`${file} exports no ${key}`);
  return part;
}
