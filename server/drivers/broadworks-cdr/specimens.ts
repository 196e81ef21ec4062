import type { DriverSpecimens } from "../testing/specimens.ts";

/** A row of 47 columns: what is not named is an answered call that user 0846500442 made. */
export function accounting(fields: Partial<Record<keyof typeof FIELDS, string>> = {}, more = 0): string {
  return [...Object.values({ ...FIELDS, ...fields }), ...Array.from({ length: more }, () => "")].join(",");
}

const FIELDS = {
  recordId: "0000000002005056BC5A0D20260302081500.1231+010000",
  serviceProvider: "demo-sp",
  type: "Normal",
  user: "+46846500442",
  groupNumber: "+46846500440",
  direction: "Originating",
  calling: "+46846500442",
  presentation: "Public",
  called: "+46701740605",
  start: "20260302081500.123",
  zone: "1+010000",
  answered: "Yes",
  answer: "20260302081506.000",
  release: "20260302081606.123",
  cause: "016",
  network: "VoIP",
  carrier: "",
  dialled: "0701740605",
  category: "national",
  networkCallType: "",
  translated: "",
  translatedGroup: "",
  releasing: "local",
  route: "Network",
  networkCallId: "BW081500123020326-1402@192.0.2.10",
  codec: "PCMA/8000",
  device: "192.0.2.20",
  accessCallId: "b1c2@192.0.2.20",
  spare: "",
  failover: "",
  spare2: "",
  group: "demo-group",
  department: "Kund\\, tjanst",
  account: "",
  authorization: "",
  originalCalled: "",
  originalPresentation: "",
  originalReason: "",
  redirecting: "",
  redirectingPresentation: "",
  redirectingReason: "",
  charge: "y",
  network2: "",
  voicePortal: "",
  localCallId: "1402:0",
  remoteCallId: "",
  category2: "Ordinary",
};

export const specimens: DriverSpecimens = {
  frames: [
    accounting(),
    accounting({ direction: "Terminating", calling: "+46701740633", called: "+46846500442", localCallId: "1404:0" }),
    accounting({ answered: "No", answer: "", cause: "017", redirecting: "+46846500443", localCallId: "1406:0" }),
    `${accounting({ localCallId: "1408:0" }, 74)},Prov\\, Åsa,Public,`,
  ].map((line) => Buffer.from(line)),
  headers: [Buffer.from("Call Detail Record Version 13.0")],
};
