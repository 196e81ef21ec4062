import type { Words } from "./words.ts";

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a fault is read from; a control of the page fits. */
export interface CheckedControl {
  readonly validity: Pick<
    ValidityState,
    | "valid"
    | "valueMissing"
    | "tooShort"
    | "tooLong"
    | "rangeUnderflow"
    | "rangeOverflow"
    | "stepMismatch"
    | "badInput"
    | "typeMismatch"
  >;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly labels: ArrayLike<{ readonly textContent: string | null }> | null;
  readonly type: string;
  readonly value: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: string;
  readonly max?: string;
}

/** What is wrong with a control, as a sentence that says what to do; null when nothing is. */
export function faultOf(control: CheckedControl, words: Words): string | null {
  const { validity } = control;
  // A browser judges lengths only of what was typed by hand.
  const short = control.value !== "" && (control.minLength ?? -1) > control.value.length;
  if (validity.valid && !short) return null;
  const label = control.labels?.[0]?.textContent ?? "";
  if (validity.valueMissing) {
    const choice = control.type === "select-one" || control.type === "radio";
    return words.t(choice ? "form.choose" : "form.missing", { label });
  }
  if (validity.tooShort || short) return words.t("form.tooShort", { count: control.minLength ?? 0 });
  if (validity.tooLong) return words.t("form.tooLong", { count: control.maxLength ?? 0 });
  if (validity.rangeUnderflow || validity.rangeOverflow || validity.stepMismatch || validity.badInput)
    return control.min && control.max
      ? words.t("form.range", { min: Number(control.min), max: Number(control.max) })
      : words.t("form.number");
  if (validity.typeMismatch && control.type === "email") return words.t("form.email");
  return control.dataset["wrong"] ?? words.t("form.pattern", { label });
}

export function isControl(element: unknown): element is Control {
  return (
    (element instanceof HTMLInputElement ||
      element instanceof HTMLSelectElement ||
      element instanceof HTMLTextAreaElement) &&
    element.name !== ""
  );
}
