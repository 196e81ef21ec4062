import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";

/** Throws AppError "bad-input" when a name or a text of a layout looks like somebody's number: layouts are kept in plain. */
export function requireNoPeople(name: string, layout: unknown, now: Date): void {
  if (holdsNumber(name, now))
    throw new AppError("bad-input", "Leave numbers out of the name of a layout: say which system it is for.", {
      field: "name",
    });
  if (textsIn(layout).some((text) => !isFiller(text) && holdsNumber(text, now)))
    throw new AppError(
      "bad-input",
      "A text of this layout looks like somebody's number. A layout is kept in plain: write columns and words, never a number.",
      { field: "layout" },
    );
}

/** One digit over and over: what systems write where there is no number. */
function isFiller(text: string): boolean {
  return /^(\d)\1*$/.test(text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}
