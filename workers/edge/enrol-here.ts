import { existsSync } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";
import { pinText } from "#server/edge/portal-key.ts";
import { EnrolAnswer, readCode } from "#server/edge/protocol/index.ts";
import { type Identity, isEdgeHome, newKeys, type Trust, writeIdentity } from "./edge-home.ts";
import { openLine, PortalAway } from "./portal-line.ts";
import { join } from "node:path";

/**
 * Spends a one-time code: makes this machine's keys, hands over their public halves, and remembers how the portal is known. Throws
 * AppError "conflict" for a home that is in use, "bad-input" for a code that is none, "forbidden" for one that is not taken.
 */
export async function enrolHere(home: string, portal: string, codeText: string, release: string): Promise<Identity> {
  const { companyId, edgeId, secret, portalKey } = readCode(codeText);
  const origin = portalOrigin(portal);
  if (isEdgeHome(home)) {
    throw new AppError(
      "conflict",
      "This home is that of an edge already. Set GALLRA_HOME to an empty folder for another.",
    );
  }
  if (existsSync(join(home, "secrets"))) {
    throw new AppError("conflict", "This home is that of an installation. Set GALLRA_HOME to an empty folder.");
  }
  // Where an authority vouches for the portal its keys may change, and that is the better one of the two.
  const ways: Trust[] = [{ by: "authority" }];
  if (portalKey !== null) ways.push({ by: "key", pin: pinText(portalKey) });
  let trust: Trust | null = null;
  const line = openLine(origin, ways, (by) => {
    trust = by;
  });
  const keys = newKeys(home);
  const asked = { company: companyId, edge: edgeId, secret: secret.toString("base64url"), ...keys, release };
  const answer = await line
    .post("enrol", Buffer.from(JSON.stringify(asked)), {})
    .catch((cause: unknown) => {
      throw notReached(cause);
    })
    .finally(() => line.close());
  const read = EnrolAnswer.safeParse(answer.body);
  if (answer.status !== 200 || !read.success || trust === null) throw notTaken(answer.retryAfterSeconds);
  const identity: Identity = {
    ...{ portal: origin, trust, companyId, edgeId, revoked: false },
    ...{ company: read.data.company, name: read.data.name },
  };
  writeIdentity(home, identity);
  return identity;
}

/** Throws AppError "bad-input". */
export function portalOrigin(portal: string): string {
  const url = URL.canParse(portal) ? new URL(portal) : null;
  if (url?.protocol !== "https:") {
    throw new AppError("bad-input", "Name the portal like https://gallra.example.se:8443.");
  }
  return url.origin;
}

function notReached(cause: unknown): AppError {
  if (cause instanceof PortalAway && cause.why === "another-key") {
    const text =
      "What answers there is not the portal that made the code: neither does an authority vouch for its certificate, nor is its key the one in the code. Nothing was sent. Check the address, and what stands between.";
    return new AppError("forbidden", text, { cause });
  }
  return new AppError(
    "unavailable",
    "The portal cannot be reached. Check the address, and that its port is open from here.",
    {
      retry: true,
      cause,
    },
  );
}

function notTaken(retryAfterSeconds: number | null): AppError {
  if (retryAfterSeconds !== null) {
    return new AppError("unavailable", `The portal is busy. Try again in ${retryAfterSeconds} seconds.`, {
      retry: true,
    });
  }
  const text = "The portal does not take this code: it is wrong, used, or has ended. Have a new one made.";
  return new AppError("forbidden", text);
}
