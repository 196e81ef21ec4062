import type { DriverSpecimens } from "../testing/specimens.ts";

/** A gatekeeper's, a line an attribute. */
const START = `Acct-Status-Type=Start
h323-conf-id=h323-conf-id=16000 647BEE1D 80F000A F453DBFD
NAS-Port-Type=Virtual
h323-call-origin=h323-call-origin=proxy
NAS-Identifier=GK1
Cisco-AVPair=h323-ivr-out=h323-call-id:16000 660DB41B 209000A F453DBFD
Service-Type=Login-User
h323-setup-time=h323-setup-time=15:59:47.000 EET Mon Mar 02 2026
User-Name=0701740605
NAS-IP-Address=192.0.2.17
Calling-Station-Id=0701740605
Acct-Session-Id=43ad25ca0000000e
Acct-Delay-Time=0
h323-call-type=h323-call-type=VoIP
Called-Station-Id=613

`;

const STOP = `
Acct-Status-Type=Stop
h323-conf-id=h323-conf-id=16000 647BEE1D 80F000A F453DBFD
h323-call-origin=h323-call-origin=proxy
NAS-Identifier=GK1
h323-disconnect-cause=h323-disconnect-cause=10
h323-setup-time=h323-setup-time=15:59:47.000 EET Mon Mar 02 2026
h323-disconnect-time=h323-disconnect-time=16:01:54.000 EET Mon Mar 02 2026
User-Name=0701740605
Acct-Session-Time=99
Calling-Station-Id=0701740605
h323-connect-time=h323-connect-time=16:00:15.000 EET Mon Mar 02 2026
Acct-Session-Id=43ad25ca0000000e
Called-Station-Id=613
Acct-Delay-Time=0
`;

/** A detail file's, with the numbers as the gateway translated them. */
const DETAIL = `Mon Mar  2 16:55:43 2026
\tAcct-Status-Type = Stop
\tUser-Name = "0701740633"
\tCalling-Station-Id = "0701740633"
\tCalled-Station-Id = "0846500442"
\tAcct-Session-Id = "110003f6 52fa39ed 2830f830 28fd2a93"
\tEvent-Timestamp = "Mar  2 2026 16:55:42 EET"
\tCisco-AVPair = "xpgk-src-number-in=0046701740633"
\tCisco-AVPair = "xpgk-dst-number-out=40042"
\tCisco-AVPair = "gw-rxd-cdn=ton:0,npi:1,#:0846500442"
\tCisco-AVPair = "feature-vsa=fn:CFNA,ft:03/02/2026 16:55:40.000,cgn:0701740633,cdn:0701740699"
\th323-conf-id = "110003f6 52fa39ed 2830f830 28fd2a93"
\th323-setup-time = "18:55:41.000 GMT+4 Mon Mar 2 2026"
\th323-connect-time = "18:55:42.000 GMT+4 Mon Mar 2 2026"
\th323-disconnect-time = "18:56:44.000 GMT+4 Mon Mar 2 2026"
\th323-call-origin = "originate"
\tAcct-Session-Time = 62
\tAcct-Delay-Time = 1
\tNAS-IP-Address = 192.0.2.5
\tTimestamp = 1772470543
`;

export const specimens: DriverSpecimens = { frames: [START, STOP, DETAIL].map((text) => Buffer.from(text)) };
