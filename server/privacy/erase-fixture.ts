import type { ErasureWork, InboxDoor } from "./erase/erasure-work.ts";
import { freezeSelection } from "./freeze-selection.ts";
import type { PrivacyFixture } from "./privacy-fixture.ts";
import { type RequestedErasure, requestErasure } from "./request-erasure.ts";
import { search } from "./search.ts";

const emptyInbox: InboxDoor = { count: async () => 0, async *waiting() {} };

/** The worker's part of an erasure, for tests of this room. */
export function workOf(fixture: PrivacyFixture, erasureId: string, changes: Partial<ErasureWork> = {}): ErasureWork {
  return {
    ...fixture.installation,
    company: fixture.as("company-administrator").company,
    inbox: emptyInbox,
    erasureId,
    ...changes,
  };
}

/** Freezes and asks, as the company's administrator does. */
export async function askFor(
  fixture: PrivacyFixture,
  input: Parameters<typeof freezeSelection>[1],
  more: object = {},
): Promise<RequestedErasure> {
  const ctx = fixture.as("company-administrator");
  const { selectionId, rows } = await freezeSelection(ctx, input);
  return requestErasure(ctx, { selectionId, reason: "Art. 17(1)(b)", typedCount: rows, ...more });
}

export const hitsOf = async (fixture: PrivacyFixture, text: string) =>
  (await search(fixture.as("company-administrator"), { text })).hits;
