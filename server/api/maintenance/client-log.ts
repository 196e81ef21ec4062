import { ErrorAllowance, noteBrowserError } from "../../maintenance/logs/browser-error.ts";
import { readUpTo } from "../read-up-to.ts";
import { contextOf, isOwnOrigin } from "../request.ts";

const LARGEST_BYTES = 1_000;
const allowance = new ErrorAllowance();

/** Takes an error that a page of the portal met; answers the HTTP status. Signed in only, small, few, and closed words. */
export async function takeClientLog(request: Request): Promise<number> {
  if (!isOwnOrigin(request.headers)) return 403;
  const body = await readUpTo(request.body, LARGEST_BYTES);
  if (body === null) return 413;
  const { session, installation } = await contextOf(request.headers);
  if (session === null) return 401;
  if (!allowance.take(session.actor.sessionId ?? session.actor.accountId ?? "")) return 429;
  const agent = request.headers.get("user-agent") ?? "";
  return noteBrowserError(parse(body), agent, installation.env.release) ? 204 : 400;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
