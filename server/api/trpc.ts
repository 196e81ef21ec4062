import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { passwordFirst, type Session } from "../auth/session.ts";
import type { CompanyContext, Context, Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { countRequest } from "../maintenance/metrics/metrics.ts";
import { appErrorIn, asTrpcError, shownError } from "./shown-error.ts";

/** What every call starts from: the process, who asks (null for strangers) and the id that log and answer share. */
export interface ApiContext {
  readonly installation: Installation;
  readonly session: Session | null;
  readonly requestId: string;
}

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error, ctx }) => {
    const shown = shownError(error);
    const data = {
      appCode: shown.code,
      retry: shown.retry,
      field: shown.field,
      requestId: ctx?.requestId ?? null,
      httpStatus: shape.data.httpStatus,
    };
    return { code: shape.code, message: shown.message, data };
  },
});

export const router = t.router;

/** Turns what a verb throws into a tRPC error once, and logs each failure under the request id that the reader sees. */
const errors = t.middleware(async ({ next, ctx, path, type }) => {
  const started = performance.now();
  const result = await next();
  const seconds = (performance.now() - started) / 1000;
  countRequest(path, result.ok ? "ok" : shownError(result.error).code, seconds);
  if (result.ok) return result;
  const shown = shownError(result.error);
  const fields = { requestId: ctx.requestId, procedure: path, kind: type, code: shown.code, fault: shown.fault };
  const ms = Math.round(seconds * 1000);
  if (shown.expected) ctx.installation.log.info("api.refused", { ...fields, ms });
  else ctx.installation.log.error("api.failed", { ...fields, ms });
  const expected = appErrorIn(result.error);
  if (expected !== null) throw asTrpcError(expected);
  return result;
});

/** For everybody who is signed in. There is no procedure for strangers: signing in is a route of its own. */
export const procedure = t.procedure.use(errors).use(({ ctx, next, path }) => {
  if (ctx.session === null) throw asTrpcError(new AppError("not-signed-in", "Sign in first."));
  if (ctx.session.changeForced && path !== "me.changePassword") throw asTrpcError(passwordFirst());
  const context: Context = { ...ctx.installation, actor: ctx.session.actor };
  return next({ ctx: { ...context, session: ctx.session } });
});

/** For verbs about one company: the company comes from the session, never from the input. */
export const companyProcedure = procedure.use(({ ctx, next }) => {
  const { company } = ctx.session;
  if (company === null) throw asTrpcError(new AppError("conflict", "Choose a company first."));
  const context: CompanyContext & { session: Session } = { ...ctx, company };
  return next({ ctx: context });
});
