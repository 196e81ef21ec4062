import assert from "node:assert/strict";
import { test } from "node:test";
import { lineSight, maskLine } from "./masked-line.ts";
import { rightsOf } from "./rights.ts";
import type { Sight } from "./sight.ts";

const MASKED = rightsOf("company-administrator").sight;
const FULL = rightsOf("company-administrator").exportSight;

function shown(text: string, changes: Partial<Sight> = {}, revealsNames = true): string | null {
  const sight = lineSight({ ...MASKED, ...changes }, revealsNames);
  return sight === null ? null : maskLine(text, sight);
}

/** No six digits of a number in a row, and never its last four, whatever stands between them. */
function tells(number: string, text: string | null): boolean {
  const bare = (text ?? "").replace(/[^\d•]/g, "");
  return bare.includes(number.slice(-4)) || bare.includes(number.slice(0, 6));
}

test("a masked profile is told neither the end of a number nor six of its digits, however it is written", () => {
  const number = "0701740605";
  for (const written of [
    number,
    "070-174 06 05",
    "+46 (0)70 174.06.05",
    "070 1740605 0317890600 0701740606",
    `2026-06-15 09:00:00 ${number} 2026-06-15 09:01:00`,
    [...number].join("\u0000"),
    "٠٧٠١٧٤٠٦٠٥",
    "０７０１７４０６０５",
    "07\u00a0017\u20114\u00a006\u201105",
  ]) {
    const text = shown(`x;${written};y`);
    const plain = text?.replace(/\p{Nd}/gu, (digit) => String((digit.codePointAt(0) ?? 0) % 16)) ?? null;
    assert.ok(!tells(number, plain ?? text), `${written} became ${text}`);
    assert.match(text ?? "", /•/);
  }
  assert.equal(shown("19811228-9874")?.includes("9874"), false);
});

test("moments, extensions and what is shorter than a number stay, so that one sees what the line is", () => {
  assert.equal(shown("2026-06-15 09:00:00;3001;35;ANSWERED"), "2026-06-15 09:00:00;3001;35;ANSWERED");
  assert.equal(shown("0701740605;3001"), "0701••••••;3001");
  assert.equal(shown("0701740605;3001", { extension: "masked" }), "0701••••••;••••");
  assert.equal(shown("0701740605;3001", { maskDigits: "all" }), "••••••••••;3001");
});

test("where the profile hides a kind of number, there is no text; names only for whoever may reveal them", () => {
  for (const field of ["phone", "ssn", "ssn_truncated", "extension"] as const)
    assert.equal(shown("0701740605", { [field]: "hidden" }), null);
  assert.equal(shown("Anna Prov;0701740605", {}, false), "•••• ••••;0701••••••");
  assert.equal(shown("Anna Prov;0701740605", { name: "hidden" }), "•••• ••••;0701••••••");
  const full = lineSight(FULL, true);
  assert.ok(full);
  assert.equal(maskLine("Anna Prov;0701740605", full), "Anna Prov;0701740605");
});
