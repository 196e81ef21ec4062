import { answerEdge } from "../../edge/index.ts";
import { webInstallation } from "../installation.ts";
import { readUpTo } from "../read-up-to.ts";
import { addressOf } from "../request.ts";

/** Hands a request to the door of the edges. No session counts here, and no cookie is read. */
export async function atEdgeDoor(request: Request, verb: string): Promise<Response> {
  const installation = await webInstallation();
  const { status, retryAfterSeconds, body } = await answerEdge(installation, {
    verb,
    authorization: request.headers.get("authorization"),
    address: addressOf(request.headers),
    readBody: (longest) => readUpTo(request.body, longest),
  });
  const later = retryAfterSeconds === null ? {} : { "Retry-After": String(retryAfterSeconds) };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...later } });
}
