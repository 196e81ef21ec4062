import { type Bench, type Figure, median, round } from "../figure.ts";
import { launchBrowser } from "#app/_e2e/browser.ts";
import { openDataPage, type Painted } from "../portal/paint.ts";
import { startWeb } from "../portal/web-process.ts";
import { openDataset } from "../search/dataset.ts";

const PEOPLE = 60;
/** From a number that called once to one that calls several times a day; a page shows fifty of them at the most. */
const callsOf = (person: number) => 1 + ((person * person * 7) % 400);

/** Data management as it is felt: from the press of Find to the frame in which the rows stand, in a real browser. */
export const bench: Bench = {
  id: "SPD-12",
  async run({ quick }): Promise<Figure[]> {
    // Small, it searches among what SPD-03 has made; everybody there called as often.
    const data = quick ? await openDataset(20_000, 3) : await openDataset(10_000_000, 3, { people: PEOPLE, callsOf });
    // It starts while the portal does, which mostly waits.
    const opening = launchBrowser();
    opening.catch(() => undefined);
    try {
      const web = await startWeb(data);
      try {
        const page = await openDataPage(await opening, web);
        try {
          // A process that has just started compiles and plans; nobody is its first visitor twice.
          for (const number of data.people.slice(0, 5)) await page.search(number);
          const searches: Painted[] = [];
          for (let turn = 0; turn < (quick ? 1 : 2); turn++)
            for (const number of data.people.slice(5, quick ? 22 : PEOPLE)) searches.push(await page.search(number));
          return [paintFigure(searches, data.records), scriptFigure(page.scriptKb)];
        } finally {
          await page.close();
        }
      } finally {
        await web.stop();
      }
    } finally {
      await opening.then(
        (browser) => browser.close(),
        () => undefined,
      );
      await data.close();
    }
  },
};

function paintFigure(searches: readonly Painted[], records: number): Figure {
  const p95 = part(searches, (one) => one.ms, 0.95);
  return {
    id: "SPD-12 paint",
    value: round(p95, 1),
    unit: "ms from click to painted hits, p95",
    must: "< 300",
    lead: "< 100",
    ok: p95 < 300,
    detail: {
      records,
      searches: searches.length,
      medianMs: round(median(searches.map((one) => one.ms)), 1),
      lowMs: round(Math.min(...searches.map((one) => one.ms)), 1),
      highMs: round(Math.max(...searches.map((one) => one.ms)), 1),
      answeredMs: {
        p50: round(
          part(searches, (one) => one.answeredMs, 0.5),
          1,
        ),
        p95: round(
          part(searches, (one) => one.answeredMs, 0.95),
          1,
        ),
      },
      serverMs: { p50: part(searches, (one) => one.serverMs, 0.5), p95: part(searches, (one) => one.serverMs, 0.95) },
      rows: { least: Math.min(...searches.map((one) => one.rows)), most: Math.max(...searches.map((one) => one.rows)) },
    },
  };
}

function scriptFigure(scriptKb: number): Figure {
  return {
    id: "SPD-12 script",
    value: round(scriptKb, 1),
    unit: "kB of JavaScript for the first view, gzip",
    must: "< 250",
    lead: "< 150",
    ok: scriptKb < 250,
    detail: { page: "/data" },
  };
}

function part(searches: readonly Painted[], pick: (one: Painted) => number, share: number): number {
  const sorted = searches.map(pick).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
