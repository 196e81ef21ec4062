"use client";
import { Button } from "../../../_ui/button.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FormPart } from "./form-part.ts";
import { type Condition, type SkipRule, withPart } from "./layout-draft.ts";

const TESTS = ["equals", "begins with", "contains", "is blank"] as const;
type Test = (typeof TESTS)[number];

/** What is counted and not stored. Rules of several conditions are shown by the JSON alone. */
export function SkipRules({ draft, change }: FormPart) {
  const words = useWords();
  const rules = draft["not calls"] ?? [];
  const set = (next: readonly SkipRule[]) => change(withPart(draft, "not calls", next.length === 0 ? undefined : next));
  const more = rules.filter((rule) => testOf(rule) === null).length;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-semibold">{words.t("layouts.skip")}</legend>
      <p className="text-[12.5px] text-ink-2">{words.t("layouts.skip.help")}</p>
      <ul className="grid gap-3">
        {rules.map((rule, at) =>
          testOf(rule) === null ? null : (
            // Rules have no name of their own, and are told by their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={at}>
              <SkipRow
                at={at}
                rule={rule}
                fields={Object.keys(draft.fields)}
                set={(next) => set(rules.map((one, place) => (place === at ? next : one)))}
                remove={() => set(rules.filter((_, place) => place !== at))}
              />
            </li>
          ),
        )}
      </ul>
      {more > 0 ? <p className="text-ink-2">{words.t("layouts.skip.more", { count: more })}</p> : null}
      <div>
        <Button
          disabled={rules.length >= 30}
          onClick={() => set([...rules, { when: [{ field: "line", "begins with": "---" }], because: "rule" }])}
        >
          {words.t("layouts.skip.add")}
        </Button>
      </div>
    </fieldset>
  );
}

interface SkipRowProps {
  readonly at: number;
  readonly rule: SkipRule;
  readonly fields: readonly string[];
  readonly set: (rule: SkipRule) => void;
  readonly remove: () => void;
}

function SkipRow({ at, rule, fields, set, remove }: SkipRowProps) {
  const words = useWords();
  const found = testOf(rule);
  if (found === null) return null;
  const { field, test, text } = found;
  const write = (next: { field: string; test: Test; text: string }) =>
    set({ ...rule, when: [{ field: next.field, [next.test]: next.test === "is blank" ? true : next.text || " " }] });
  return (
    <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-[1fr_1fr_1fr_1fr_auto]">
      <SelectField
        id={`skip-field-${at}`}
        label={words.t("layouts.skip.field")}
        value={field}
        onChange={(event) => write({ field: event.target.value, test, text })}
      >
        <option value="line">{words.t("layouts.skip.line")}</option>
        {fields.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </SelectField>
      <SelectField
        id={`skip-test-${at}`}
        label={words.t("layouts.skip.test")}
        value={test}
        onChange={(event) => write({ field, test: event.target.value as Test, text })}
      >
        {TESTS.map((one) => (
          <option key={one} value={one}>
            {words.t(`layouts.skip.${one}`)}
          </option>
        ))}
      </SelectField>
      {test === "is blank" ? (
        <span />
      ) : (
        <TextField
          id={`skip-text-${at}`}
          label={words.t("layouts.skip.text")}
          value={text}
          maxLength={100}
          onChange={(event) => write({ field, test, text: event.target.value })}
        />
      )}
      <TextField
        id={`skip-because-${at}`}
        label={words.t("layouts.skip.because")}
        value={rule.because}
        maxLength={60}
        onChange={(event) => set({ ...rule, because: event.target.value.replaceAll(/[^a-zA-Z0-9 ,-]/g, "") })}
      />
      <Button onClick={remove}>{words.t("layouts.skip.remove")}</Button>
    </div>
  );
}

/** Of a rule with one condition over one text; null for others. */
function testOf({ when }: SkipRule): { field: string; test: Test; text: string } | null {
  const [condition, ...more] = when;
  if (condition === undefined || more.length > 0) return null;
  const test = TESTS.find((one) => condition[one] !== undefined);
  const text = test === undefined ? undefined : (condition as Condition)[test];
  if (test === "is blank") return text === true ? { field: condition.field, test, text: "" } : null;
  return test !== undefined && typeof text === "string" ? { field: condition.field, test, text } : null;
}
