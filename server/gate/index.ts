export { type GatedSource, openGate, shieldEnds, type StoredGate } from "./open-gate.ts";
export { type Gate, type Passed, passGate } from "./pass-gate.ts";
export { type TriedFrame, tryFrames } from "./try-frames.ts";
