import type { Figure } from "./figure.ts";

export const FAILED = "failed";

export interface Part<Options> {
  readonly id: string;
  run(options: Options): Promise<Figure[]>;
}

/** A part that throws is a figure, never a missing line. */
export async function runPart<Options>(part: Part<Options>, options: Options): Promise<Figure[]> {
  const start = performance.now();
  try {
    const figures = await part.run(options);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    process.stderr.write(`${part.id} took ${seconds} s\n`);
    return figures;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
    process.stderr.write(`${part.id} failed: ${reason}\n`);
    return [failedPart(part.id)];
  }
}

export function failedPart(id: string): Figure {
  return { id, value: FAILED, unit: "", must: "runs", ok: false, detail: {} };
}
