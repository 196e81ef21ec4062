import type { Installation } from "#server/context.ts";
import { listSegments, openSegment, peekSegment, type SegmentRef } from "#server/inbox/index.ts";
import { openInboxKey } from "#server/keyring/index.ts";
import type { InboxDoor } from "#server/privacy/run-erasure.ts";

/** What waits in the inbox, for erasures: only the worker can open it. A segment that was read meanwhile is none any more. */
export function inboxDoor(installation: Pick<Installation, "keyring">, dir: string): InboxDoor {
  return {
    count: async (companyId, before) => {
      let count = 0;
      for (const ref of await listSegments(dir, { companyId })) if (await receivedBefore(ref, before)) count++;
      return count;
    },
    async *waiting(companyId, before) {
      for (const ref of await listSegments(dir, { companyId })) {
        if (!(await receivedBefore(ref, before))) continue;
        const opened = await openSegment(ref, (kid) => openInboxKey(installation.keyring, kid)).catch(
          (error: unknown) => ((error as { code?: string }).code === "not-found" ? [] : null),
        );
        if (opened === null) yield null;
        else if ("frames" in opened) yield opened.frames.map((frame) => frame.bytes);
      }
    },
  };
}

async function receivedBefore(ref: SegmentRef, before: Date): Promise<boolean> {
  const header = await peekSegment(ref).catch(() => null);
  return header !== null && Date.parse(header.receivedAt) < before.getTime();
}
