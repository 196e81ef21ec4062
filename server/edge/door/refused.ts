import type { Refusal } from "../protocol/messages.ts";

/** A request that is turned away. `retryAfterSeconds`: the same request may be taken then. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;
  readonly retryAfterSeconds: number | null;

  constructor(refusal: Refusal, retryAfterSeconds: number | null = null) {
    super(refusal);
    this.refusal = refusal;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const STATUS: Readonly<Record<Refusal, number>> = {
  "wrong-code": 403,
  "not-known": 401,
  revoked: 410,
  "not-signed": 401,
  replayed: 409,
  altered: 400,
  "too-large": 413,
  unreadable: 400,
  "another-company": 403,
  "not-bound": 403,
  "another-key": 409,
  "clock-ahead": 425,
  busy: 429,
  full: 503,
  "too-many": 429,
};

export function statusOf({ refusal }: Refused): number {
  return STATUS[refusal];
}
