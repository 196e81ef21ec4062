import { InboxView } from "../../inbox/index.ts";

export interface InboxState {
  readonly segments: number;
  readonly bytes: number;
  /** Set aside, since they could not be opened. */
  readonly damaged: number;
  readonly oldestAt: Date | null;
}

const FRESH_MS = 500;

/** What waits in the inbox of this machine; it opens nothing. */
export async function inboxState(dir: string): Promise<InboxState> {
  const view = InboxView.of(dir);
  await view.glance(FRESH_MS);
  const { segments, bytes, damaged } = view.all;
  return { segments, bytes, damaged, oldestAt: view.since };
}
