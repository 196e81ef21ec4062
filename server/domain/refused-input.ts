import type { ZodError } from "zod";
import { AppError } from "./app-error.ts";

/** What a schema refused, as a sentence that names the field and never what stood in it. */
export function refusedInput(error: ZodError): AppError {
  const path = error.issues[0]?.path.filter((part) => typeof part === "string") ?? [];
  const field = path.at(-1);
  if (field === undefined) return new AppError("bad-input", "The input cannot be used as it is.");
  return new AppError("bad-input", `The field "${path.join(".")}" cannot be used as it is.`, { field });
}
