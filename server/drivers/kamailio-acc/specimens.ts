import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    "Mar  2 09:15:00 sip1 /usr/sbin/kamailio[1668]: NOTICE: acc [acc.c:279]: acc_log_request(): ACC: transaction answered: timestamp=1772439300;method=INVITE;from_tag=SvS155QzhrmDG3rG7I;to_tag=xhfffBXKyWXOzkc.0au6Xtt;call_id=vRtGVfXTzMK.AwgiT2F3JC@192.0.2.8;code=200;reason=OK;src_user=0701740605;src_domain=example.org;src_ip=192.0.2.8;dst_ouser=0846500442;dst_user=204;dst_domain=192.0.2.9",
    "ACC: transaction answered: timestamp=1772439342;method=BYE;from_tag=xhfffBXKyWXOzkc.0au6Xtt;to_tag=SvS155QzhrmDG3rG7I;call_id=vRtGVfXTzMK.AwgiT2F3JC@192.0.2.8;code=200;reason=OK;src_user=204;src_ip=192.0.2.9;dst_user=0701740605",
    "ACC: call missed: timestamp=1772439400;method=INVITE;from_tag=a1;to_tag=;call_id=q9@192.0.2.8;code=486;reason=Busy Here;src=sip:0701740633@example.org;user=phone;dst=sip:205@example.org;src_name=Åsa Prov#012",
    "1(23) NOTICE: acc [acc_cdr.c:310]: start_time=1772439300.123456; end_time=1772439342.500000; duration=42.376544; callid=k2@192.0.2.8; caller=0701740605; callee=0846500442",
  ].map((line) => Buffer.from(line)),
};
