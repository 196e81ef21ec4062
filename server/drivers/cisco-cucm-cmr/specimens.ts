import type { DriverSpecimens } from "../testing/specimens.ts";

const NAMES =
  "cdrRecordType,globalCallID_callManagerId,globalCallID_callId,nodeId,directoryNum,callIdentifier,dateTimeStamp,numberPacketsSent,numberOctetsSent,numberPacketsReceived,numberOctetsReceived,numberPacketsLost,jitter,latency,pkid,directoryNumPartition,globalCallId_ClusterID,deviceName,varVQMetrics,duration,headsetSN".split(
    ",",
  );

export const HEADER = NAMES.map((name) => `"${name}"`).join(",");

type Given = Readonly<Record<string, string | number>>;

/** What the telephone of extension 204 measured of a call of a minute. */
export function quality(given: Given = {}): string {
  const all: Given = { ...USUAL, ...given };
  return NAMES.map((name) => {
    const value = all[name] ?? 0;
    return typeof value === "number" ? String(value) : `"${value}"`;
  }).join(",");
}

const USUAL: Given = {
  cdrRecordType: 2,
  globalCallID_callManagerId: 2,
  globalCallID_callId: 25447,
  nodeId: 2,
  directoryNum: "204",
  callIdentifier: 47874240,
  dateTimeStamp: 1772439370,
  numberPacketsSent: 3000,
  pkid: "6e79670e-aa95-4cb2-81d2-99d3be0cb8b1",
  directoryNumPartition: "OnNet",
  globalCallId_ClusterID: "StandAloneCluster",
  deviceName: "SEPCC8E7148AD29",
  varVQMetrics: "CCR=0.0011;ICR=0.0000;ICRmx=0.0034;CS=1;SCS=0;MLQK=4.5;Ver=0.90;VoRxCodec=G.711 u-la",
  duration: 60,
  headsetSN: "",
};

export const specimens: DriverSpecimens = {
  before: [Buffer.from(HEADER)],
  frames: [
    quality(),
    quality({ directoryNum: "0701740605", callIdentifier: 47874239, deviceName: "S0/SU1/DS1-0@gw1" }),
  ].map((text) => Buffer.from(text)),
};
