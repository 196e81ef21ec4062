import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { AppError, type AppErrorCode } from "../domain/app-error.ts";
import { refusedInput } from "../domain/refused-input.ts";

export interface ShownError {
  readonly code: AppErrorCode | "internal";
  readonly message: string;
  readonly retry: boolean;
  /** The name of the input that was refused, never its value. */
  readonly field: string | null;
  readonly expected: boolean;
  /** For the log: the class and, from a database, the SQLSTATE. Messages of drivers carry parameters and stay unsaid. */
  readonly fault: string;
}

/** What the reader of an answer may know of an error: an AppError's own sentence, and of anything else only that it failed. */
export function shownError(error: unknown): ShownError {
  const known = appErrorIn(error) ?? refusedIn(error);
  if (known !== null) {
    return {
      code: known.code,
      message: known.message,
      retry: known.retry,
      field: known.field,
      expected: known.code !== "corrupt",
      fault: known.code,
    };
  }
  if (error instanceof TRPCError && EXPECTED.has(error.code)) {
    const code = error.code === "NOT_FOUND" ? "not-found" : "bad-input";
    return {
      code,
      message: "The portal and the server do not understand each other. Reload the page.",
      retry: false,
      field: null,
      expected: true,
      fault: error.code,
    };
  }
  return { code: "internal", message: "", retry: true, field: null, expected: false, fault: faultOf(error) };
}

/** The AppError an error is or was caused by; null when nobody expected it. */
export function appErrorIn(error: unknown): AppError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AppError) return at;
  }
  return null;
}

function refusedIn(error: unknown): AppError | null {
  const refused = error instanceof TRPCError ? error.cause : error;
  return refused instanceof ZodError ? refusedInput(refused) : null;
}

const EXPECTED = new Set([
  "NOT_FOUND",
  "BAD_REQUEST",
  "PARSE_ERROR",
  "METHOD_NOT_SUPPORTED",
  "UNSUPPORTED_MEDIA_TYPE",
  "PAYLOAD_TOO_LARGE",
]);

/** Names only: the class of the innermost error and its code where it has one. */
function faultOf(error: unknown): string {
  let at = error;
  for (let depth = 0; at instanceof Error && at.cause instanceof Error && depth < 5; depth++) at = at.cause;
  if (!(at instanceof Error)) return "unknown";
  const code: unknown = Reflect.get(at, "code");
  return typeof code === "string" && /^[A-Za-z0-9_]{1,40}$/.test(code) ? `${at.name} ${code}` : at.name;
}

const STATUS: Record<AppErrorCode, TRPCError["code"]> = {
  "not-signed-in": "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "step-up": "FORBIDDEN",
  "not-found": "NOT_FOUND",
  "bad-input": "BAD_REQUEST",
  conflict: "CONFLICT",
  gone: "NOT_FOUND",
  fenced: "CONFLICT",
  expired: "NOT_FOUND",
  corrupt: "INTERNAL_SERVER_ERROR",
  unavailable: "SERVICE_UNAVAILABLE",
  limit: "TOO_MANY_REQUESTS",
  "too-many": "TOO_MANY_REQUESTS",
  cancelled: "CLIENT_CLOSED_REQUEST",
};

/** An AppError as tRPC sends it, with the HTTP status that fits. */
export function asTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: STATUS[error.code], message: error.message, cause: error });
}

const HTTP: Record<ShownError["code"], number> = {
  "not-signed-in": 401,
  forbidden: 403,
  "step-up": 403,
  "not-found": 404,
  "bad-input": 400,
  conflict: 409,
  gone: 410,
  fenced: 409,
  expired: 410,
  corrupt: 500,
  unavailable: 503,
  limit: 429,
  "too-many": 429,
  cancelled: 499,
  internal: 500,
};

/** The HTTP status of a route that is no procedure. */
export function statusOf(shown: ShownError): number {
  return HTTP[shown.code];
}
