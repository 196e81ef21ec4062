import { wayInFigures } from "#bench/collect/way-in-figures.ts";
import type { Bench } from "#bench/figure.ts";

/** The whole way in, against the same parser into one plaintext table; both arms in one process that runs as the worker does. */
export const bench: Bench = { id: "SPD-01", run: ({ quick }) => wayInFigures(quick) };
