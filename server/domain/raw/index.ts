export { type CutFrame, type CutValue, cut, DROPPED, type Hole, placesOf } from "./cut.ts";
export { decodePayload, encodePayload, type HoleValue, type RawRecord, RECORDS_A_SEGMENT } from "./payload.ts";
export { rawSegmentPlace, undefinedLinePlace } from "./places.ts";
export { type RebuiltFrame, rebuild } from "./rebuild.ts";
