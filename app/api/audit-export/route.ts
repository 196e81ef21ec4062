import { Readable } from "node:stream";
import { downloadAudit } from "#server/api/audit/download.ts";
import { refused } from "#server/api/refused.ts";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";

/** The company's audit as JSON lines. POST alone: fetching it is written to the audit, which a link must not do by itself. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refused(403);
  const context = await contextOf(request.headers);
  const { installation, requestId } = context;
  try {
    const file = await downloadAudit(context);
    const body = Readable.toWeb(Readable.from(file.lines, { objectMode: false, highWaterMark: 65_536 }));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "Content-Type": "application/jsonl; charset=utf-8",
        "Content-Disposition": `attachment; filename="${file.fileName.replace(/[^\w.-]/g, "_")}"`,
        "Cache-Control": "no-store",
        "X-Request-Id": requestId,
      },
    });
  } catch (error) {
    const shown = shownError(error);
    installation.log.info("audit-export.refused", { requestId, code: shown.code, fault: shown.fault });
    const text = `${shown.message || "The file could not be fetched."}\n\n${requestId}\n`;
    return new Response(text, {
      status: statusOf(shown),
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    });
  }
}
