export { readSettings, secretsOf, TRANSPORT_IDS, type TransportId, transportNamed, TRANSPORTS } from "./catalogue.ts";
export {
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
  readCollectorPrivateKey,
  readCollectorPublicKey,
} from "./credentials/collector-keys.ts";
export type { Credentials } from "./credentials/credential.ts";
export { openCredential, sealCredential } from "./credentials/seal.ts";
export { HOST_KEY_KINDS, type HostKeyKind, homeHostKey, newHostKey } from "./machine/host-keys.ts";
export type { AllowedPort, Machine } from "./machine/machine.ts";
export { machineOf } from "./machine/machine-of.ts";
export { type ServerCertificate, serverCertificate } from "./machine/server-certificate.ts";
export { allowNetwork, allowPort, allowedNetworks, allowedPorts, companiesSharing, forbid } from "./machine/permits.ts";
export {
  isWarning,
  SOURCE_PROBLEMS,
  type SourceProblem,
  SourceTrouble,
  STOPPING_PROBLEMS,
  stateBy,
} from "./problem.ts";
export { firstFrames, openAnswer, type ProbeAnswer, sealAnswer } from "./probe/answer.ts";
export { openQuestion, type ProbeQuestion, sealQuestion } from "./probe/question.ts";
export { allowedRoots, allowRoot, forbidRoot } from "./roots.ts";
export { isSamePeer } from "./same-peer.ts";
export { confinedFolder, isInside } from "./shared-file/confine.ts";
export type { DeliveredPart, KnownPosition, PollResult, Sink, Source, SourceNote, Stage } from "./source.ts";
export { createPorts, type Ports } from "./stream/ports.ts";
export type { Pin, SecurityLabel, Transport, TransportField, Tried } from "./transport.ts";
