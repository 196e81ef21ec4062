import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    'CALL_HISTORY;extension=3000;2017-12-06 14:34:33.000;p-1;IN;0701740605;3000;"Åsa ""Ö"" Prov";8;61;ANSWERED',
    '{"source":"MESSAGE","note":"extension=3000","date":"2017-12-06 14:40:00.000","direction":"out","called":"+46701740633","name":"\\u00c5sa"}',
  ].map((line) => Buffer.from(line)),
  headers: [
    "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS",
    "Date,Calling,Called,Duration",
  ].map((line) => Buffer.from(line)),
};
