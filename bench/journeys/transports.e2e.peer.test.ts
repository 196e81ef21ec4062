import { after, afterEach, before, test } from "node:test";
import type { Screen } from "#app/_e2e/browser.ts";
import type { Product } from "#app/_e2e/product.ts";
import { openScene, type Scene } from "#app/_e2e/scene.ts";
import { settle, type Town } from "#app/_e2e/settle.ts";
import { shareProduct } from "#app/_e2e/share-product.ts";
import type { SourceProblem } from "#server/sources/problem.ts";
import { CALLS } from "./calls.ts";
import type { Peer } from "./journey.ts";
import { withPlace } from "./place.ts";
import { missing } from "./programs.ts";
import { JOURNEYS } from "./table.ts";
import { acceptKey, begin, count, fillIn, find, look, press, seeFound, seeRunning, tryIt, walker } from "./walk.ts";

const SCREENS: readonly Screen[] = [
  { language: "sv", theme: "light", width: 1440 },
  { language: "en", theme: "dark", width: 1440 },
  { language: "sv", theme: "dark", width: 1440 },
  { language: "en", theme: "light", width: 1440 },
];
/** Changes with each round of the screens above, so that every language meets every theme at every width. */
const NARROW = [360, 720] as const;
const REFUSED = { network: "network-refused", port: "port-refused", folder: "folder-refused" } as const;

let product: Product;
let town: Town;
let scene: Scene;
/** Calls of the number that are stored; null after a journey that ended nobody knows where. */
let stored: number | null;
const permitted = new Set<string>();

before(async () => {
  product = await shareProduct();
  town = await settle(product, "vallda");
  stored = town.calls;
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

for (const [at, journey] of JOURNEYS.entries()) {
  const { name, transport, needs, start, shown } = journey;
  const lacks = missing(needs);
  const skip = lacks === "" ? false : `not installed: ${lacks}`;
  test(`${transport}: ${name} is permitted, tried, started in the browser, and its number is found`, {
    skip,
  }, async () => {
    await withPlace({ home: product.home, slug: town.slug, hour: at }, async (place) => {
      const peer = await start(place);
      const screen = SCREENS[at % SCREENS.length] ?? { language: "sv" };
      const { page, close } = await scene.open(screen, town.administrator);
      const narrow = NARROW[Math.floor(at / SCREENS.length) % NARROW.length];
      const person = walker(page, screen, `journey-${transport}-${at}`, narrow);
      const before = stored ?? (await count(person));
      stored = null;
      await fillIn(person, `${name} (${transport})`, journey, peer.typed);
      await bePermitted(peer, (problem) => tryIt(person, problem));
      await tryIt(person);
      const sending = peer.whileTested?.();
      if (peer.fingerprint !== undefined) await acceptKey(person, peer.fingerprint);
      await seeFound(person, shown);
      await sending;
      await look(person, "wizard");
      await begin(person);
      await peer.send?.();
      await seeRunning(person);
      await look(person, "source");
      await press(person, "sources.stop");
      await page.getByRole("button", { name: person.words.t("sources.start"), exact: true }).waitFor();
      await find(person, before + CALLS);
      stored = before + CALLS;
      // What was refused on purpose.
      await close(["403"]);
    });
  });
}

/** Nothing is reached before the operator says so. */
async function bePermitted({ permit }: Peer, refused: (problem: SourceProblem) => Promise<void>): Promise<void> {
  if (permit === undefined) return;
  const [kind, value] = permit;
  // A network that was permitted for another journey already is.
  if (!permitted.has(value)) await refused(REFUSED[kind]);
  permitted.add(value);
  await product.command(["permit", kind, "--company", town.slug, value]);
}
