import { saveCsv } from "../save-csv.ts";

/** Lines of invented prices, one for each thing that a tariff can say. */
const EXAMPLE = [
  "kind,prefix,name,direction,days,from,to,per_minute,connection,minimum,first_seconds,interval_seconds,free_seconds",
  "number,46,Sweden,out,,,,0.20,0.10,,,1,",
  'number,467,"Sweden, mobile, by day",out,mon-fri,08:00,18:00,0.69,0.49,,60,30,',
  'number,467,"Sweden, mobile, by night",out,mon-fri,18:00,08:00,0.35,0.49,,60,30,',
  'number,467,"Sweden, mobile, at weekends",out,sun,08:00,24:00,0.35,0.49,,60,30,',
  "number,47,Norway,out,,,,0.45,0.10,1.00,,60,",
  "short,112,Emergency,out,,,,0,,,,,",
  "short,118,Directory enquiries,out,,,,19.90,19.90,,,60,",
  "number,4620,Our freephone number,in,,,,0.15,,,,1,5",
].join("\r\n");

export function downloadExample(): void {
  saveCsv("tariff-example.csv", `${EXAMPLE}\r\n`);
}
