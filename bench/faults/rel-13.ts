import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProduct } from "#app/_e2e/start-product.ts";
import type { Fault, Figure } from "../figure.ts";
import { type Hits, sumOf } from "../leaks/haystacks.ts";
import { scanForLeaks } from "../leaks/run.ts";

const CANARIES = 1_000;
const LOAD_MS = 600_000;
/** And the three behind it, of this run alone: a machine may have several builds. */
const METRICS_PORT = 10_000 + (process.pid % 5_000) * 4;

/** A thousand canaries through everything the product does, and then everything it leaves behind, searched for them. */
export const fault: Fault = {
  id: "REL-13",
  claim:
    "no number, identity number or name stands in a log, address, metric, job, error, table, file or process; what was shielded is not even sealed",
  async run({ full }): Promise<Figure[]> {
    const home = mkdtempSync(join(tmpdir(), "gallra-rel13-"));
    const product = await startProduct(home, { settings: { GALLRA_METRICS_PORT: String(METRICS_PORT) } });
    try {
      const report = await scanForLeaks(product, METRICS_PORT, { count: CANARIES, loadMs: full ? LOAD_MS : 0 });
      const leaks = Object.values(report.hits).reduce((sum, hits) => sum + sumOf(hits), 0) + report.shieldedFound;
      const isShielded = report.shieldedCalls === report.shieldedCallsPlanted;
      const used = report.found > 0 && report.wrongCalls > 500 && isShielded;
      return [
        {
          id: "REL-13",
          value: leaks,
          unit: "canaries found",
          must: "0, and every control was found",
          ok: leaks === 0 && report.blind.length === 0 && used,
          detail: {
            canaries: report.planted,
            wrongInputs: report.wrongCalls,
            searches: report.searches,
            searchesWithHits: report.found,
            controlsMissed: report.blind,
            shieldedCanaries: report.shielded,
            shieldedCallsPlanted: report.shieldedCallsPlanted,
            shieldedCallsStored: report.shieldedCalls,
            shieldedFoundBySearch: report.shieldedFound,
            haystacks: Object.fromEntries(Object.entries(report.hits).map(([name, hits]) => [name, told(hits)])),
          },
        },
      ];
    } finally {
      await product.stop();
    }
  },
};

function told({ searched, bytes, places }: Hits): object {
  return {
    searched,
    megabytes: Math.round(bytes / 10_000) / 100,
    ...(Object.keys(places).length > 0 ? { places } : {}),
  };
}
