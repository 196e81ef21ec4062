/** How an attribute's bytes are written in text. Tagged ones begin with a byte that groups them (RFC 2868). */
export type Kind =
  | "text"
  | "number"
  | "address"
  | "address6"
  | "time"
  | "bytes"
  | "secret"
  | "tagged-text"
  | "tagged-number";

export interface Known {
  readonly name: string;
  readonly kind: Kind;
}

/** Names of RFC 2865, 2866, 2867, 2868, 2869, 3162, 4372 and 5090, and those of SIP proxies (RADIUS for SIP) beside them. */
const STANDARD = `
1 User-Name text|2 User-Password secret|3 CHAP-Password secret|4 NAS-IP-Address address|5 NAS-Port number|6 Service-Type number
7 Framed-Protocol number|8 Framed-IP-Address address|9 Framed-IP-Netmask address|10 Framed-Routing number|11 Filter-Id text
12 Framed-MTU number|13 Framed-Compression number|14 Login-IP-Host address|15 Login-Service number|16 Login-TCP-Port number
18 Reply-Message text|19 Callback-Number text|20 Callback-Id text|22 Framed-Route text|23 Framed-IPX-Network address|24 State bytes
25 Class bytes|27 Session-Timeout number|28 Idle-Timeout number|29 Termination-Action number|30 Called-Station-Id text
31 Calling-Station-Id text|32 NAS-Identifier text|33 Proxy-State bytes|34 Login-LAT-Service text|35 Login-LAT-Node text
36 Login-LAT-Group bytes|37 Framed-AppleTalk-Link number|38 Framed-AppleTalk-Network number|39 Framed-AppleTalk-Zone text
40 Acct-Status-Type number|41 Acct-Delay-Time number|42 Acct-Input-Octets number|43 Acct-Output-Octets number
44 Acct-Session-Id text|45 Acct-Authentic number|46 Acct-Session-Time number|47 Acct-Input-Packets number
48 Acct-Output-Packets number|49 Acct-Terminate-Cause number|50 Acct-Multi-Session-Id text|51 Acct-Link-Count number
52 Acct-Input-Gigawords number|53 Acct-Output-Gigawords number|55 Event-Timestamp time|60 CHAP-Challenge secret
61 NAS-Port-Type number|62 Port-Limit number|63 Login-LAT-Port text|64 Tunnel-Type tagged-number|65 Tunnel-Medium-Type tagged-number
66 Tunnel-Client-Endpoint tagged-text|67 Tunnel-Server-Endpoint tagged-text|68 Acct-Tunnel-Connection text|69 Tunnel-Password secret
70 ARAP-Password secret|71 ARAP-Features bytes|72 ARAP-Zone-Access number|73 ARAP-Security number|74 ARAP-Security-Data secret
75 Password-Retry number|76 Prompt number|77 Connect-Info text|78 Configuration-Token text|79 EAP-Message secret
80 Message-Authenticator secret|81 Tunnel-Private-Group-Id tagged-text|82 Tunnel-Assignment-Id tagged-text
83 Tunnel-Preference tagged-number|84 ARAP-Challenge-Response secret|85 Acct-Interim-Interval number
86 Acct-Tunnel-Packets-Lost number|87 NAS-Port-Id text|88 Framed-Pool text|89 Chargeable-User-Identity text
90 Tunnel-Client-Auth-Id tagged-text|91 Tunnel-Server-Auth-Id tagged-text|95 NAS-IPv6-Address address6|98 Login-IPv6-Host address6
99 Framed-IPv6-Route text|100 Framed-IPv6-Pool text|101 Sip-Method number|102 Sip-Response-Code number|103 Sip-CSeq text
104 Sip-To-Tag text|105 Sip-From-Tag text|106 Sip-Branch-Id text|107 Sip-Translated-Request-URI text|108 Sip-Src-IP text
109 Sip-Src-Port text|121 Digest-HA1 secret|122 SIP-AOR text|126 Operator-Name text|168 Framed-IPv6-Address address6
208 Sip-Uri-User text|211 Sip-Group text|213 Sip-Rpid text|225 SIP-AVP text`;

/** Cisco's numbers; Quintum and others took them over. */
const VOICE = `
1 AVPair text|2 NAS-Port text|18 Gateway-Id text|19 Call-Type text|20 Port-Used text|21 Abort-Cause text|23 h323-remote-address text
24 h323-conf-id text|25 h323-setup-time text|26 h323-call-origin text|27 h323-call-type text|28 h323-connect-time text
29 h323-disconnect-time text|30 h323-disconnect-cause text|31 h323-voice-quality text|32 h323-ivr-out text|33 h323-gw-id text
34 h323-call-treatment text|35 h323-incoming-conf-id text|52 Parent-Session-Id text|100 sip-conf-id text|101 h323-credit-amount text
102 h323-credit-time text|103 h323-return-code text|104 h323-prompt-id text|105 h323-time-and-day text|106 h323-redirect-number text
107 h323-preferred-lang text|108 h323-redirect-ip-address text|109 h323-billing-model text|110 h323-currency text|111 subscriber text
112 gw-rxd-cdn text|113 gw-final-xlated-cdn text|114 remote-media-address text|115 release-source text|116 gw-rxd-cgn text
117 gw-final-xlated-cgn text|141 call-id text|142 session-protocol text|143 method text|144 prev-hop-via text|145 prev-hop-ip text
146 incoming-req-uri text|147 outgoing-req-uri text|148 next-hop-ip text|149 next-hop-dn text|150 sip-hdr text|151 dsp-id text`;

const FREESWITCH = `
1 Freeswitch-AVPair text|2 Freeswitch-CLID text|3 Freeswitch-Dialplan text|4 Freeswitch-Src text|5 Freeswitch-Dst text
6 Freeswitch-Src-Channel text|7 Freeswitch-Dst-Channel text|8 Freeswitch-Ani text|9 Freeswitch-Aniii text|10 Freeswitch-Lastapp text
11 Freeswitch-Lastdata text|12 Freeswitch-Disposition text|13 Freeswitch-Hangupcause number|15 Freeswitch-Billusec number
17 Freeswitch-RDNIS text|18 Freeswitch-Context text|19 Freeswitch-Source text|20 Freeswitch-Callstartdate text
21 Freeswitch-Callanswerdate text|22 Freeswitch-Calltransferdate text|23 Freeswitch-Callenddate text`;

const ELTEX = "1 Eltex-AVPair text|11 Eltex-Disconnect-Code-Local number";

/** By SMI number. `before`: what stands before the vendor's own short names, as FreeRADIUS writes them. */
const VENDORS: ReadonlyMap<number, ReadonlyMap<number, Known>> = new Map([
  [9, tableOf(VOICE, "Cisco-")],
  [6_618, tableOf(VOICE, "Quintum-")],
  [27_880, tableOf(FREESWITCH)],
  [35_265, tableOf(ELTEX)],
]);

const NAMES = tableOf(STANDARD);

export function standardAttribute(type: number): Known | null {
  return NAMES.get(type) ?? null;
}

export function vendorAttribute(vendor: number, type: number): Known | null {
  return VENDORS.get(vendor)?.get(type) ?? null;
}

/** Microsoft's attributes are keys and answers to challenges, all of them. */
export const SECRET_VENDORS: ReadonlySet<number> = new Set([311]);

function tableOf(text: string, before = ""): Map<number, Known> {
  return new Map(
    text
      .trim()
      .split(/[|\n]/)
      .map((entry) => {
        const [type = "", name = "", kind = "text"] = entry.split(" ");
        // A vendor's capitalised names are too common to stand alone.
        return [Number(type), { name: /^[A-Z]/.test(name) ? before + name : name, kind: kind as Kind }];
      }),
  );
}

/** Words for the numbers that a reader of calls needs. */
export const WORDS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "Acct-Status-Type": {
    1: "Start",
    2: "Stop",
    3: "Interim-Update",
    7: "Accounting-On",
    8: "Accounting-Off",
    9: "Tunnel-Start",
    10: "Tunnel-Stop",
    11: "Tunnel-Reject",
    12: "Tunnel-Link-Start",
    13: "Tunnel-Link-Stop",
    14: "Tunnel-Link-Reject",
    15: "Failed",
  },
  "Service-Type": { 1: "Login-User", 2: "Framed-User", 5: "Outbound-User", 10: "Call-Check", 15: "Sip-Session" },
  "Framed-Protocol": { 1: "PPP", 2: "SLIP" },
  "NAS-Port-Type": { 0: "Async", 2: "ISDN", 5: "Virtual", 15: "Ethernet", 19: "Wireless-802.11" },
  "Acct-Terminate-Cause": {
    1: "User-Request",
    2: "Lost-Carrier",
    9: "NAS-Error",
    10: "NAS-Request",
    15: "Service-Unavailable",
  },
  "Sip-Method": { 1: "INVITE", 2: "CANCEL", 4: "ACK", 8: "BYE" },
};
