export { canonicalPhone, type PhoneAliases, phoneAliases } from "./canonical.ts";
export { hasNumberingPlan } from "./plan.ts";
export type { NumberKind, NumberReason, OtherReading, ReadNumber } from "./reading.ts";
export { NORMALISER_VERSION, type NumberReader, numberReader, readNumber } from "./read-number.ts";
export { type NumberSite, siteOf } from "./site.ts";
