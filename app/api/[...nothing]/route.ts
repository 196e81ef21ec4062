import { refused } from "#server/api/refused.ts";

/** Whatever the API does not have: a bare refusal, since nobody reads a page there. */
export function GET(): Response {
  return refused(404);
}

export { GET as POST };
