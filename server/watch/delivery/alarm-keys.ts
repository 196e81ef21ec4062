import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { AppError } from "../../domain/app-error.ts";

/** Names of the two halves in the home's `secrets/`: the portal seals what the worker alone opens. */
export const ALARM_PRIVATE = "alarm-credentials.jwk";
export const ALARM_PUBLIC = "alarm-credentials.public.jwk";

/** For the portal. Throws AppError "unavailable" when the file is missing or damaged. */
export function readAlarmPublicKey(home: string): JWK {
  return read(home, ALARM_PUBLIC);
}

/** For the worker. Throws AppError "unavailable" when the file is missing or damaged. */
export function readAlarmPrivateKey(home: string): KeyObject {
  return createPrivateKey({ key: read(home, ALARM_PRIVATE) as Record<string, string>, format: "jwk" });
}

function read(home: string, name: string): JWK {
  try {
    return JSON.parse(readFileSync(join(home, "secrets", name), "utf8")) as JWK;
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "A key of the alarm messages is missing from the folder secrets, or damaged. Put it back from your copy of the secrets, or start Gallra anew, which makes it where there was none.",
      { cause },
    );
  }
}
