import type { ZodError } from "zod";
import { AppError } from "./app-error.ts";

type Issue = ZodError["issues"][number];

/** How zod begins where a schema says nothing. */
const NO_WORDS = "Invalid ";
const FIELD = /^[a-z][A-Za-z]*$/;

/** What a schema refused, as a sentence that names the field and what it takes, and never what stood in it. */
export function refusedInput(error: ZodError): AppError {
  const [issue] = error.issues;
  // A key of a map is a word of the caller's; a field of ours is one word without digits.
  const path = issue?.path.filter((part) => typeof part === "string" && FIELD.test(part)) ?? [];
  const field = path.at(-1)?.toString();
  if (issue === undefined || field === undefined)
    return new AppError("bad-input", "The input cannot be used as it is.");
  return new AppError("bad-input", sentence(issue, path.join(".")), { field });
}

function sentence(issue: Issue, name: string): string {
  if (issue.code === "invalid_format") {
    if (issue.format === "date") return `The field "${name}" is a day, written like 2026-11-22.`;
    if (issue.format === "uuid") return `The field "${name}" is an id, copied from where it is shown.`;
  }
  if (issue.code === "too_small" && issue.origin === "string")
    return `The field "${name}" needs at least ${issue.minimum} characters.`;
  if (issue.code === "too_big" && issue.origin === "string")
    return `The field "${name}" takes at most ${issue.maximum} characters.`;
  if (issue.code === "too_small" && issue.origin === "number" && typeof issue.minimum === "number")
    return `The field "${name}" is at least ${issue.minimum}.`;
  if (issue.code === "too_big" && issue.origin === "number" && typeof issue.maximum === "number")
    return `The field "${name}" is at most ${issue.maximum}.`;
  if (issue.code === "invalid_type" && issue.expected === "int") return `The field "${name}" is a whole number.`;
  if (issue.code === "invalid_value") return `The field "${name}" is one of ${issue.values.join(", ")}.`;
  // A schema may say in a sentence of ours what it takes; zod's own words are for programmers.
  const isOurs = (issue.code === "custom" || issue.code === "invalid_format") && !issue.message.startsWith(NO_WORDS);
  if (isOurs && /^[A-Z].*\.$/.test(issue.message)) return issue.message;
  if (isOurs) return `The field "${name}" ${issue.message}.`;
  return `The field "${name}" cannot be used as it is.`;
}
