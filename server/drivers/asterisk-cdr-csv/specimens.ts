import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    '"","0701740605","204","from-trunk","""Anna Prov"" <0701740605>","PJSIP/telia-0000001e","PJSIP/204-0000001f","Dial","PJSIP/204,30,Tt","2026-03-02 08:15:00","2026-03-02 08:15:13","2026-03-02 08:16:13",73,60,"ANSWERED","DOCUMENTATION","1772435700.12",""',
    '"","204","90701740633","from-internal","""Åsa Öberg"" <204>","PJSIP/204-0000002a","PJSIP/telia-0000002b","Dial","PJSIP/0701740633@telia,300","2026-10-25 02:30:00","","2026-10-25 02:30:20",20,0,"NO ANSWER","DOCUMENTATION","1772435701.1","two\nlines","peer","1772435700.9",7',
    '| | 0701740605 | 204 | from-trunk | "Anna Prov <0701740605>" | SIP/telia-00000000 | SIP/204-00000001 | Dial | SIP/204,,Tt | 2013-03-04 13:11:18 | 2013-03-04 13:11:26 | 2013-03-04 13:13:18 | 120 | 112 | ANSWERED | DOCUMENTATION | 1362424276.2 | |',
  ].map((line) => Buffer.from(line)),
  headers: [
    "calldate;clid;src;dst;dcontext;channel;dstchannel;lastapp;lastdata;duration;billsec;disposition",
    "| clid | src | dst | dcontext | start | duration | billsec | disposition |",
  ].map((line) => Buffer.from(line)),
};
