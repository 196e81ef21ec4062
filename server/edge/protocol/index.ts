export { type EnrolmentCode, readCode } from "./enrolment-code.ts";
export {
  ContactAnswer,
  ContactInput,
  EnrolAnswer,
  type EnrolInput,
  type HeldSegment,
  KEYS_LIVE_DAYS,
  MOST_HELD,
  MOST_PROBES,
  PositionsAnswer,
  type PositionsInput,
  ProbeHeard,
  type ProbeInput,
  type Refusal,
  RefusedAnswer,
  SegmentAnswer,
} from "./messages.ts";
export { openProbeOrder, type ProbeOrder } from "./probe-order.ts";
export { digestOf, signRequest } from "./signed-request.ts";
export { type EdgeTask, FINGERPRINT, openTask, type TaskSource } from "./task.ts";
