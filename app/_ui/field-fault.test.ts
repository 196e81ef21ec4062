import assert from "node:assert/strict";
import { test } from "node:test";
import { type CheckedControl, faultOf } from "./field-fault.ts";
import { en } from "./messages/en.ts";
import { sv } from "./messages/sv.ts";
import { wordsOf } from "./words.ts";

const english = wordsOf("en", en);

function control(
  wrong: Partial<CheckedControl["validity"]>,
  more: Partial<Omit<CheckedControl, "validity">> = {},
): CheckedControl {
  const fine = {
    valueMissing: false,
    tooShort: false,
    tooLong: false,
    rangeUnderflow: false,
    rangeOverflow: false,
    stepMismatch: false,
    badInput: false,
    typeMismatch: false,
  };
  const validity = { ...fine, valid: Object.keys(wrong).length === 0, ...wrong };
  return { dataset: {}, labels: [{ textContent: "Short name" }], type: "text", value: "x", validity, ...more };
}

test("what is wrong with a field is a sentence that says what to write, and nothing where nothing is wrong", () => {
  assert.equal(faultOf(control({}), english), null);
  assert.equal(faultOf(control({ valueMissing: true }, { value: "" }), english), "Fill in “Short name”.");
  assert.equal(
    faultOf(control({ valueMissing: true }, { type: "select-one" }), english),
    "Choose one of “Short name”.",
  );
  assert.equal(faultOf(control({ typeMismatch: true }, { type: "email" }), english), english.t("form.email"));
  assert.equal(
    faultOf(control({ rangeOverflow: true }, { min: "2", max: "8" }), english),
    "Write a whole number from 2 to 8.",
  );
  assert.equal(
    faultOf(control({ patternMismatch: true } as never, { dataset: { wrong: "Small letters." } }), english),
    "Small letters.",
  );
});

test("a length is judged also where the browser does not, and an empty field that may be empty is fine", () => {
  assert.equal(faultOf(control({}, { value: "abc", minLength: 12 }), english), "Write at least 12 characters.");
  assert.equal(faultOf(control({}, { value: "", minLength: 12 }), english), null);
  assert.equal(faultOf(control({}, { value: "abc", minLength: 12 }), wordsOf("sv", sv)), "Skriv minst 12 tecken.");
});
