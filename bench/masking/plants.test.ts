import assert from "node:assert/strict";
import { test } from "node:test";
import { rightsOf } from "#server/domain/rights.ts";
import { BLIND, FIELDS, showValue } from "#server/domain/sight.ts";
import { leaksIn, planted } from "./plants.ts";

const MASKED = rightsOf("company-administrator").sight;

test("what is given away is noticed in any notation, what the masking leaves is not", () => {
  for (const plant of planted()) {
    const spaced = plant.field === "name" ? plant.text.toUpperCase() : [...plant.text].join(" ");
    for (const text of [plant.text, plant.canonical, Buffer.from(plant.canonical).toString("base64"), spaced])
      assert.deepEqual(leaksIn(`x ${text} y`, BLIND, [plant]).length, 1, `${plant.field} ${text}`);
    assert.deepEqual(
      leaksIn(plant.text, { ...BLIND, ...Object.fromEntries(FIELDS.map((field) => [field, "shown"])) }, [plant]),
      [],
    );
    for (const maskDigits of [2, 4, 6, 8, "all"] as const) {
      for (const day of ["shown", "masked", "hidden"] as const) {
        const all = Object.fromEntries(FIELDS.map((field) => [field, "masked"])) as Record<
          (typeof FIELDS)[number],
          "masked"
        >;
        const sight = { ...all, ssn_truncated: day, maskDigits };
        assert.deepEqual(leaksIn(showValue(sight, plant.field, plant.canonical), sight, [plant]), [], plant.field);
        const one = maskDigits === "all" ? 8 : maskDigits;
        if (one > 2 && plant.field === "phone")
          assert.equal(
            leaksIn(showValue({ ...sight, maskDigits: one - 1 }, "phone", plant.canonical), sight, [plant]).length,
            1,
          );
      }
    }
    assert.deepEqual(leaksIn(showValue(MASKED, plant.field, plant.canonical), MASKED, [plant]), [], plant.field);
  }
});
