import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    'QUEUE_CALL;"queue=Växel; agent=3010";2026-03-02 08:15:00.000;c-1;0701740605;0846500442;3012;Åsa Prov;41;180;ANSWERED',
    '{"date":"2026-03-02 08:20:00.000","note":"queue=Växel","calling":"0701740633","wait":120,"status":"ABANDONED"}',
  ].map((line) => Buffer.from(line)),
  headers: [
    "SOURCE;NOTE;DATE;ID;CALLING;CALLED;TRANSFERRED;NAME;WAIT;DURATION;STATUS",
    "Date,Calling,Called,Duration",
  ].map((line) => Buffer.from(line)),
};
