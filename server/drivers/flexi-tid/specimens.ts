import type { DriverSpecimens } from "../testing/specimens.ts";

export const specimens: DriverSpecimens = {
  frames: [
    "CALLBACK;queue=Bygglov;2026-03-02 08:15:00.000;t-1;0701740605;19811228-9874;Åsa Prov;2026-03-02 10:00:00.000;240;DONE",
    '{"date":"2026-03-02 08:20:00.000","note":"queue=Bygglov","phone":"+46701740605","ssn":"811228+9874","status":"CANCELLED"}',
  ].map((line) => Buffer.from(line)),
  headers: ["source,date,phone,ssn,duration,status"].map((line) => Buffer.from(line)),
};
