import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    "ACC: transaction answered: timestamp=1772439316;method=INVITE;from_tag=U49E.iWKOkX1URnBlpKMD;to_tag=1173610.0.0.1351;call_id=vonxx1.d4qh9nfPmFBpu46u7Vvq5c8re;code=200;reason=OK;caller=0701740605;callee=0846500442",
    "ACC: transaction answered: timestamp=1772439358;method=BYE;from_tag=U49E.iWKOkX1URnBlpKMD;to_tag=1173610.0.0.1351;call_id=vonxx1.d4qh9nfPmFBpu46u7Vvq5c8re;code=200;reason=OK",
    "Mar  2 09:15:04 proxy /usr/sbin/opensips[22]: ACC: call missed: timestamp=1772439304;created=1772439300;setuptime=4;method=INVITE;from_tag=1766231375;to_tag=;call_id=604787970;code=408;reason=Request Timeout;src_ip=192.0.2.1;caller=0701740605;callee=204",
    "ACC: call ended: created=1772439300;call_start_time=1772439316;duration=5;ms_duration=4762;setuptime=16;method=INVITE;from_tag=1766231375;to_tag=2826210.0.0.1351;call_id=604787970;code=200;reason=OK;src_ip=192.0.2.1;dst_ip=192.0.2.2;caller=0701740605;callee=204;caller=204;callee=sip:0701740633@example.org;user=phone",
  ].map((line) => Buffer.from(line)),
};
