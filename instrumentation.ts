import { createLog, errorFields } from "./server/log.ts";

const log = createLog("web");

interface FailedAt {
  /** The pattern of the route, e.g. "/certificates/[id]"; never the address. */
  readonly routePath: string;
  readonly routeType: string;
}

/**
 * A page or route that failed where nobody caught it. The page shows the digest; it is written as a figure, so that whoever
 * reads it out is found in the log.
 */
export function onRequestError(error: unknown, _request: unknown, context: FailedAt): void {
  const digest: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "digest") : null;
  const figure = typeof digest === "string" && /^\d{1,15}$/.test(digest) ? Number(digest) : null;
  const route = /^[\w/[\].()@-]{1,120}$/.test(context.routePath) ? context.routePath : "other";
  log.error("page.not-drawn", { route, kind: context.routeType, digest: figure, ...errorFields(error) });
}
