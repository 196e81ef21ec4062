/** What can be expected to go wrong. `message` is for the reader: it says what to do and never holds a personal datum. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retry: boolean;
  /** The name of the input it is about, where it can be mended there. */
  readonly field: string | null;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { retry?: boolean; cause?: unknown; field?: string | null } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retry = options.retry ?? false;
    this.field = options.field ?? null;
  }
}

export type AppErrorCode =
  | "not-signed-in"
  | "forbidden"
  /** The password has to be proved again first: `me.stepUp`, then the same call once more. */
  | "step-up"
  | "not-found"
  | "bad-input"
  | "conflict"
  | "gone"
  | "fenced"
  | "expired"
  | "corrupt"
  | "unavailable"
  | "limit"
  /** More within an hour than one person may ask; it ends by itself, at the moment that the message names. */
  | "too-many"
  | "cancelled";
