import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";
import { readEnv } from "../env.ts";

let kept: { home: string; secret: string } | undefined;

/** The secret behind session cookies, made with the home's other secrets. Throws AppError "unavailable" when it is lost. */
export function authSecret(home: string = readEnv().home): string {
  if (kept?.home === home) return kept.secret;
  kept = { home, secret: read(join(home, "secrets", "auth.secret")) };
  return kept.secret;
}

function read(path: string): string {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret.length >= 32) return secret;
  } catch (cause) {
    throw lost(cause);
  }
  throw lost();
}

function lost(cause?: unknown): AppError {
  return new AppError(
    "unavailable",
    "The secret for sign-in cookies is missing from the home. Start Gallra with npm start, which makes it.",
    {
      cause,
    },
  );
}
