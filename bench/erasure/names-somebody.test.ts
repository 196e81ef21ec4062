import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsNeedle } from "#server/privacy/re-search/needle.ts";
import { seededRandom } from "#server/domain/seeded-random.ts";
import { namesSomebody } from "./names-somebody.ts";
import { people } from "./people.ts";

test("it counts what the question of the re-search counts when it is asked about everybody", () => {
  const random = seededRandom(14);
  const all = people(60);
  const between = ["", "-", " ", ". (", "%20", "\u0000", "x", "----"];
  const texts = Array.from({ length: 60 }, () => {
    const { canonical, national, abroad } = all[Math.floor(random() * all.length)] ?? {
      canonical: "",
      national: "",
      abroad: "",
    };
    const written = [canonical, national, abroad, `9${national.slice(2)}`][Math.floor(random() * 4)] ?? "";
    const gap = between[Math.floor(random() * between.length)] ?? "";
    return `?? ${[...written].join(gap)} came; ${Math.floor(random() * 1e9)}`;
  });
  const plainly = texts.filter((text) =>
    all.some(({ canonical }) => holdsNeedle(Buffer.from(text, "latin1"), [{ class: "phone", canonical }])),
  ).length;
  assert.equal(namesSomebody(texts, all), plainly);
  assert.ok(plainly > 15 && plainly < texts.length, "some are named and some are not");
});
