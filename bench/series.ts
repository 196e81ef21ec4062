import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "./figure.ts";
import { printFigure, printTable } from "./print.ts";

const FAILED = "failed";

interface Part<Options> {
  readonly id: string;
  run(options: Options): Promise<Figure[]>;
}

/**
 * Runs every part in a folder (or the ones named by `--only ID`), prints its figures and answers the exit code: 0 when
 * every part ran and, where `floorsCount`, all floors were reached. A part that throws is a figure, never a missing line.
 */
export async function runSeries<Options>(
  folder: string,
  key: "bench" | "fault",
  options: Options,
  only: readonly string[],
  floorsCount: boolean,
): Promise<number> {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^[a-z]+-\d+\.ts$/.test(name))
        .sort()
    : [];
  const figures: Figure[] = [];
  let ran = 0;
  for (const file of files) {
    const id = file.slice(0, -3).toUpperCase();
    if (only.length > 0 && !only.includes(id)) continue;
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, Part<Options> | undefined>;
    const part = module[key];
    if (part === undefined) throw new Error(`${file} exports no ${key}`);
    ran++;
    for (const figure of await runPart(part, options)) {
      printFigure(figure);
      figures.push(figure);
    }
  }
  if (ran === 0) {
    process.stderr.write(
      `Nothing to run: no part is called ${only.join(", ")}. Known: ${files.map((f) => f.slice(0, -3).toUpperCase()).join(", ")}\n`,
    );
    return 2;
  }
  printTable(figures);
  return figures.every((figure) => figure.ok || (!floorsCount && figure.value !== FAILED)) ? 0 : 1;
}

async function runPart<Options>(part: Part<Options>, options: Options): Promise<Figure[]> {
  const start = performance.now();
  try {
    const figures = await part.run(options);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    process.stderr.write(`${part.id} took ${seconds} s\n`);
    return figures;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
    process.stderr.write(`${part.id} failed: ${reason}\n`);
    return [
      {
        id: part.id,
        value: FAILED,
        unit: "",
        must: "runs",
        ok: false,
        detail: {},
      },
    ];
  }
}
