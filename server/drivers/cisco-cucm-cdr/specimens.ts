import type { DriverSpecimens } from "../testing/specimens.ts";

/** The names in Cisco's order, as far as these records need them. */
export const NAMES =
  "cdrRecordType,globalCallID_callManagerId,globalCallID_callId,origLegCallIdentifier,dateTimeOrigination,origNodeId,origSpan,origIpAddr,callingPartyNumber,callingPartyUnicodeLoginUserID,origCause_location,origCause_value,origPrecedenceLevel,origMediaTransportAddress_IP,origMediaTransportAddress_Port,origMediaCap_payloadCapability,origMediaCap_maxFramesPerPacket,origMediaCap_g723BitRate,origVideoCap_Codec,origVideoCap_Bandwidth,origVideoCap_Resolution,origVideoTransportAddress_IP,origVideoTransportAddress_Port,origRSVPAudioStat,origRSVPVideoStat,destLegIdentifier,destNodeId,destSpan,destIpAddr,originalCalledPartyNumber,finalCalledPartyNumber,finalCalledPartyUnicodeLoginUserID,destCause_location,destCause_value,destPrecedenceLevel,destMediaTransportAddress_IP,destMediaTransportAddress_Port,destMediaCap_payloadCapability,destMediaCap_maxFramesPerPacket,destMediaCap_g723BitRate,destVideoCap_Codec,destVideoCap_Bandwidth,destVideoCap_Resolution,destVideoTransportAddress_IP,destVideoTransportAddress_Port,destRSVPAudioStat,destRSVPVideoStat,dateTimeConnect,dateTimeDisconnect,lastRedirectDn,pkid,originalCalledPartyNumberPartition,callingPartyNumberPartition,finalCalledPartyNumberPartition,lastRedirectDnPartition,duration,origDeviceName,destDeviceName,origCallTerminationOnBehalfOf,destCallTerminationOnBehalfOf,origCalledPartyRedirectOnBehalfOf,lastRedirectRedirectOnBehalfOf,origCalledPartyRedirectReason,lastRedirectRedirectReason,destConversationId,globalCallId_ClusterID,joinOnBehalfOf,comment,authCodeDescription,authorizationLevel,clientMatterCode,origDTMFMethod,destDTMFMethod,callSecuredStatus,origConversationId,origMediaCap_Bandwidth,destMediaCap_Bandwidth,authorizationCodeValue,outpulsedCallingPartyNumber,outpulsedCalledPartyNumber,origIpv4v6Addr,destIpv4v6Addr,origVideoCap_Codec_Channel2,origVideoCap_Bandwidth_Channel2,origVideoCap_Resolution_Channel2,origVideoTransportAddress_IP_Channel2,origVideoTransportAddress_Port_Channel2,origVideoChannel_Role_Channel2,destVideoCap_Codec_Channel2,destVideoCap_Bandwidth_Channel2,destVideoCap_Resolution_Channel2,destVideoTransportAddress_IP_Channel2,destVideoTransportAddress_Port_Channel2,destVideoChannel_Role_Channel2,IncomingProtocolID,IncomingProtocolCallRef,OutgoingProtocolID,OutgoingProtocolCallRef,currentRoutingReason,origRoutingReason,lastRedirectingRoutingReason,huntPilotPartition,huntPilotDN,calledPartyPatternUsage,IncomingICID,IncomingOrigIOI,IncomingTermIOI,OutgoingICID,OutgoingOrigIOI,OutgoingTermIOI,outpulsedOriginalCalledPartyNumber,outpulsedLastRedirectingNumber,wasCallQueued,totalWaitTimeInQueue,callingPartyNumber_uri,originalCalledPartyNumber_uri,finalCalledPartyNumber_uri,lastRedirectDn_uri,mobileCallingPartyNumber,finalMobileCalledPartyNumber,origMobileDeviceName,destMobileDeviceName,origMobileCallDuration,destMobileCallDuration,mobileCallType,originalCalledPartyPattern,finalCalledPartyPattern,lastRedirectingPartyPattern,huntPilotPattern,origDeviceType,destDeviceType,origDeviceSessionID,destDeviceSessionID".split(
    ",",
  );

export const HEADER = NAMES.map((name) => `"${name}"`).join(",");

export type Given = Readonly<Record<string, string | number>>;

/** A record: what is not named is a call from outside, answered by extension 204 after ten seconds, of a minute. */
export function record(given: Given = {}, names: readonly string[] = NAMES, quote = '"'): string {
  const all: Given = { ...USUAL, ...given };
  return names
    .map((name) => {
      const value = all[name] ?? (TEXT.test(name) ? "" : 0);
      return typeof value === "number" ? String(value) : `${quote}${value}${quote}`;
    })
    .join(",");
}

const TEXT =
  /Number|UserID|Dn|DN|pkid|Partition|DeviceName|ClusterID|comment|Description|clientMatter|Addr$|Ref|ICID|IOI|_uri|Pattern$|DeviceType|SessionID|VideoStat|AudioStat/;

const USUAL: Given = {
  cdrRecordType: 1,
  globalCallID_callManagerId: 2,
  globalCallID_callId: 25447,
  origLegCallIdentifier: 47874239,
  destLegIdentifier: 47874240,
  dateTimeOrigination: 1772439300,
  dateTimeConnect: 1772439310,
  dateTimeDisconnect: 1772439370,
  duration: 60,
  origSpan: 3,
  origIpAddr: 239138826,
  destIpAddr: 289470474,
  callingPartyNumber: "0701740605",
  originalCalledPartyNumber: "204",
  finalCalledPartyNumber: "204",
  lastRedirectDn: "204",
  finalCalledPartyUnicodeLoginUserID: "anna",
  origCause_value: 16,
  pkid: "ed56fecd-bd2d-48d4-ae03-7ee3766d6048",
  originalCalledPartyNumberPartition: "OnNet",
  finalCalledPartyNumberPartition: "OnNet",
  lastRedirectDnPartition: "OnNet",
  origDeviceName: "S0/SU1/DS1-0@gw1",
  destDeviceName: "SEPCC8E7148AD29",
  globalCallId_ClusterID: "StandAloneCluster",
  calledPartyPatternUsage: 2,
};

export const specimens: DriverSpecimens = {
  before: [HEADER, NAMES.map((name) => (TEXT.test(name) ? "VARCHAR(50)" : "INTEGER")).join(",")].map((text) =>
    Buffer.from(text),
  ),
  frames: [
    record(),
    record({
      callingPartyNumber: "204",
      callingPartyNumberPartition: "OnNet",
      callingPartyUnicodeLoginUserID: "åsa",
      finalCalledPartyNumber: "0846500442",
      originalCalledPartyNumber: "00846500442",
      origDeviceName: "CSFASA",
      destDeviceName: "SIPTRUNK-PSTN",
      origSpan: 0,
      calledPartyPatternUsage: 5,
      authCodeDescription: "Prov, Åsa",
      comment: "ConfControllerDn=205;ConfControllerDeviceName=SEP0003E333FEBD;ConfRequestorDn-206",
    }),
  ].map((text) => Buffer.from(text)),
};
