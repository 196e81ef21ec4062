/** Whole records of every dialect, to be damaged: all numbers are of the series reserved for fiction, the SSN is Skatteverket's. */
const ASTERISK = [
  '"","0701740605","204","from-trunk","""Anna Prov"" <0701740605>","PJSIP/telia-0000001e","PJSIP/204-0000001f","Dial","PJSIP/204,30,Tt","2026-03-02 08:15:00","2026-03-02 08:15:13","2026-03-02 08:16:13",73,60,"ANSWERED","DOCUMENTATION","1772435700.12",""',
  '"","204","90701740633","from-internal","""Åsa Öberg"" <204>","PJSIP/204-0000002a","PJSIP/telia-0000002b","Dial","PJSIP/0701740633@telia,300","2026-10-25 02:30:00","","2026-10-25 02:30:20",20,0,"NO ANSWER","DOCUMENTATION","1772435701.1","two\nlines","peer","1772435700.9",7',
  '| | 0701740605 | 204 | from-trunk | "Anna Prov <0701740605>" | SIP/telia-00000000 | SIP/204-00000001 | Dial | SIP/204,,Tt | 2013-03-04 13:11:18 | 2013-03-04 13:11:26 | 2013-03-04 13:13:18 | 120 | 112 | ANSWERED | DOCUMENTATION | 1362424276.2 | |',
];

const CALL_HISTORY = [
  'CALL_HISTORY;extension=3000;2017-12-06 14:34:33.000;p-1;IN;0701740605;3000;"Åsa ""Ö"" Prov";8;61;ANSWERED',
  '{"source":"MESSAGE","note":"extension=3000","date":"2017-12-06 14:40:00.000","direction":"out","called":"+46701740633","name":"\\u00c5sa"}',
];

const QUEUE_CALLS = [
  'QUEUE_CALL;"queue=Växel; agent=3010";2026-03-02 08:15:00.000;c-1;0701740605;0846500442;3012;Åsa Prov;41;180;ANSWERED',
  '{"date":"2026-03-02 08:20:00.000","note":"queue=Växel","calling":"0701740633","wait":120,"status":"ABANDONED"}',
];

const CALLBACKS = [
  "CALLBACK;queue=Bygglov;2026-03-02 08:15:00.000;t-1;0701740605;19811228-9874;Åsa Prov;2026-03-02 10:00:00.000;240;DONE",
  '{"date":"2026-03-02 08:20:00.000","note":"queue=Bygglov","phone":"+46701740605","ssn":"811228+9874","status":"CANCELLED"}',
];

/** By driver id. A driver without specimens is not fuzzed, and the fault run fails for it. */
export const SPECIMENS: Readonly<Record<string, readonly Buffer[]>> = {
  "asterisk-cdr-csv": ASTERISK.map((line) => Buffer.from(line)),
  "flexi-call-history": CALL_HISTORY.map((line) => Buffer.from(line)),
  "flexi-cc": QUEUE_CALLS.map((line) => Buffer.from(line)),
  "flexi-tid": CALLBACKS.map((line) => Buffer.from(line)),
};

const FLEXI_HEADERS = [
  "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS",
  "Date,Calling,Called,Duration",
];

/** Header lines, to be damaged too: what a damaged header makes of the lines after it is the file's own affair. */
export const HEADERS: Readonly<Record<string, readonly Buffer[]>> = {
  "asterisk-cdr-csv": [
    "calldate;clid;src;dst;dcontext;channel;dstchannel;lastapp;lastdata;duration;billsec;disposition",
    "| clid | src | dst | dcontext | start | duration | billsec | disposition |",
  ].map((line) => Buffer.from(line)),
  "flexi-call-history": FLEXI_HEADERS.map((line) => Buffer.from(line)),
  "flexi-cc": FLEXI_HEADERS.map((line) => Buffer.from(line)),
  "flexi-tid": ["source,date,phone,ssn,duration,status"].map((line) => Buffer.from(line)),
};
