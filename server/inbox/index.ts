export { InboxView } from "./inbox-view.ts";
export { headerOf, holdsSegment, keepSegment, setAside } from "./keep-segment.ts";
export {
  listSegments,
  type OpenedSegment,
  openSegment,
  peekSegment,
  removeLeftovers,
  removeSegment,
} from "./read-segments.ts";
export {
  type FrameMark,
  type InboxPublicKey,
  type NewSegment,
  SEGMENT_BYTES,
  SEGMENT_FRAMES,
  type SegmentFrame,
  type SegmentHeader,
  type SegmentRef,
} from "./segment.ts";
export type { PlacedFrame } from "./segment-body.ts";
export { writtenAt } from "./segment-name.ts";
export { openStaging, removeOldStaged, settleUnfinished, type Staging } from "./staging.ts";
export { type OpenInboxKey, SegmentDamaged } from "./segment-seal.ts";
export { timeOrderedId, writeSegment } from "./write-segment.ts";
