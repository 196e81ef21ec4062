import { fork } from "node:child_process";
import type { Bench, Figure } from "#bench/figure.ts";
import { sharedHome } from "#bench/clusters.ts";
import { WORKER_FLAGS } from "#bin/supervise/worker-flags.ts";

/** The whole way in, against the same parser into one plaintext table; both arms in one process that runs as the worker does. */
export const bench: Bench = {
  id: "SPD-01",
  async run({ quick }) {
    const file = new URL("../collect/way-in-child.ts", import.meta.url);
    const home = await sharedHome();
    const child = fork(file, [...(quick ? ["quick"] : ["full"]), ...(home === null ? [] : [home])], {
      execArgv: [...process.execArgv, ...WORKER_FLAGS],
    });
    return new Promise<Figure[]>((resolve, reject) => {
      let figures: Figure[] | null = null;
      child.on("message", (message) => {
        figures = message as Figure[];
      });
      child.on("error", reject);
      child.on("exit", (code) =>
        figures === null ? reject(new Error(`the measuring process ended with ${code}`)) : resolve(figures),
      );
    });
  },
};
