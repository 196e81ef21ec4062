import { atEdgeDoor } from "#server/api/edges/at-door.ts";

/** The door of collectors at the customers: each request is signed by one of them, and answered in JSON. */
export async function POST(request: Request, { params }: { params: Promise<{ verb: string }> }): Promise<Response> {
  return await atEdgeDoor(request, (await params).verb);
}
