import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { createLog } from "#server/log.ts";
import { openEdge } from "#workers/edge/edge-context.ts";
import { isEdgeHome, readIdentity } from "#workers/edge/edge-home.ts";
import { enrolHere, portalOrigin } from "#workers/edge/enrol-here.ts";
import { runEdge } from "#workers/edge/run-edge.ts";
import type { Io } from "../command.ts";
import { onlyOne } from "./only-one.ts";

export interface AtEdge {
  readonly portal: string;
  /** The one-time code, `-` for standard input; undefined once enrolled. */
  readonly code: string | undefined;
  readonly limitBytes: number | undefined;
}

/** `gallra collect --portal`: the collector at a customer's site. It runs until it is asked to stop; no database is near. */
export async function collectAtEdge({ portal, code, limitBytes }: AtEdge, io: Io): Promise<number> {
  const env = readEnv();
  const origin = portalOrigin(portal);
  if (code !== undefined) {
    const { name, company, trust } = await enrolHere(
      env.home,
      origin,
      code === "-" ? await io.stdin() : code,
      env.release,
    );
    io.out({ edge: name, company, portal: origin, knownBy: trust.by === "key" ? trust.pin : "authority" });
  } else if (!isEdgeHome(env.home)) {
    const text =
      "This home is no edge yet. Have a code made at the portal (Sources, Edges), then run this with --code - and give it the code.";
    throw new AppError("conflict", text);
  }
  if (readIdentity(env.home).portal !== origin) {
    throw new AppError(
      "conflict",
      "This edge belongs to another portal. Set GALLRA_HOME to an empty folder for this one.",
    );
  }
  const free = onlyOne(env.home);
  const ending = new AbortController();
  const end = () => ending.abort();
  process.on("SIGTERM", end).on("SIGINT", end).on("disconnect", end);
  try {
    const certificate = {
      ...(env.certFile === undefined ? {} : { certFile: env.certFile }),
      ...(env.keyFile === undefined ? {} : { keyFile: env.keyFile }),
    };
    const log = createLog("edge", (line) => void process.stderr.write(line));
    const options = { home: env.home, release: env.release, log, ...certificate };
    const ctx = await openEdge(limitBytes === undefined ? options : { ...options, limitBytes });
    log.info("edge.started");
    await runEdge(ctx, ending.signal);
    return 0;
  } finally {
    process.off("SIGTERM", end).off("SIGINT", end).off("disconnect", end);
    free();
  }
}
