export { type EnrolmentCode, readCode } from "./enrolment-code.ts";
export {
  ContactAnswer,
  type ContactInput,
  EnrolAnswer,
  type EnrolInput,
  type HeldSegment,
  MOST_HELD,
  type Refusal,
  RefusedAnswer,
  SegmentAnswer,
} from "./messages.ts";
export { digestOf, signRequest } from "./signed-request.ts";
export { type EdgeTask, openTask, type TaskSource } from "./task.ts";
