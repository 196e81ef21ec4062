import type { Figure } from "./figure.ts";

/** One JSON object a line as the figures come, then a table for people. Returns whether every floor was reached. */
export function printFigure(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** A line for each tenth of what takes long, for who waits for it. `done` of `all` kills, faults or rounds. */
export function tellProgress(id: string, done: number, all: number): void {
  if (all >= 40 && done % Math.ceil(all / 10) === 0) process.stderr.write(`${id}: ${done} of ${all}\n`);
}

export function printTable(figures: readonly Figure[]): void {
  const rows = figures.map((f) => [f.id, `${f.value} ${f.unit}`, f.must, f.lead ?? "", f.ok ? "ok" : "SHORT"]);
  const head = ["id", "value", "must", "lead", ""];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  process.stdout.write(`\n${line(head)}\n${rows.map(line).join("\n")}\n`);
  const short = figures.filter(({ ok }) => !ok);
  // Who reads the end of a log sees why.
  if (short.length > 0) process.stdout.write(`\nWhat is short:\n`);
  for (const figure of short) printFigure(figure);
}
