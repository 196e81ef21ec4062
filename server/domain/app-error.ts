/** What can be expected to go wrong. `message` is for the reader: it says what to do and never holds a personal datum. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retry: boolean;

  constructor(code: AppErrorCode, message: string, options: { retry?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retry = options.retry ?? false;
  }
}

export type AppErrorCode =
  | "not-signed-in"
  | "forbidden"
  | "not-found"
  | "bad-input"
  | "conflict"
  | "gone"
  | "fenced"
  | "expired"
  | "corrupt"
  | "unavailable"
  | "limit"
  | "cancelled";
