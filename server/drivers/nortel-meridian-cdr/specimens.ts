import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  dependsOnOthers: "a part of a transferred call belongs to the start on its trunk",
  frames: [
    "N 031 00 2355 T009 014 03/02 08:15 00:01:00 A 0701740633\r\n",
    "N 032 00 T012 004 2471 03/02 08:15 00:01:00 0701740605\r\n",
    "B 033 00 T012004 DN2471 03/02 08:15:00 00:00:12.5\r\n & 0701740605xxxxxx 003.0.08.04 004.1.02.01\r\n",
    "S 034 00 T012 005 6131 03/02 08:15 00:00:24 0846500442\r\n",
    "E 035 00 T012 005 2472 03/02 08:17 00:01:36 0846500442\r\n",
    "L 036 00 DN2355 DN2356 03/02 08:15:00 00:01:00\r\n",
    "*030226 081500 0019 7343 0701740605 Anna Prov U A\r\n",
  ].map((text) => Buffer.from(text)),
};
