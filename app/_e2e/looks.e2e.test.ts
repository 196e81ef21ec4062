import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { faultsOf } from "./look-at-pages.ts";
import { PAGES } from "./pages.ts";
import { openPagesScene, type PagesScene } from "./pages-scene.ts";

let at: PagesScene;

before(async () => {
  at = await openPagesScene("sidby");
});

after(() => at?.scene.close());
afterEach(() => at?.visits.closeLeftOver());

for (const entry of PAGES)
  test(`${entry.route} is accessible and fits in both languages, both themes and every width, by the Tab key, with what opens on it`, async () => {
    assert.deepEqual(await faultsOf(at, entry), []);
  });
