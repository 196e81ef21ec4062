import type { Camera } from "../camera.ts";

const FILE = [
  "kind,prefix,name,direction,days,from,to,per_minute,connection,minimum,first_seconds,interval_seconds,free_seconds",
  "number,46,Sweden,out,,,,0.20,0.10,,,1,",
  'number,467,"Sweden, mobile, by day",out,mon-fri,08:00,18:00,0.69,0.49,,60,30,',
  'number,467,"Sweden, mobile, by night",out,mon-fri,18:00,08:00,0.35,0.49,,60,30,',
  "number,47,Norway,out,,,,0.45,0.10,1.00,,60,",
  "short,112,Emergency,out,,,,0,,,,,",
  "number,4620,Our freephone number,in,,,,0.15,,,,1,5",
].join("\n");

export const last = true;

/** Takes a tariff in, and so changes what later calls of the demo cost. */
export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 900 }, async (page) => {
    await page.goto("/processing/tariffs");
    await page.getByRole("button", { name: "Take in a tariff" }).click();
    await page.getByLabel("Valid from").fill("2026-01-01");
    await page
      .getByLabel("CSV file")
      .setInputFiles({ name: "prices.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
    await page.getByRole("button", { name: "Take it in" }).click();
    await page.getByText("valid today").waitFor();
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByLabel("Number", { exact: true }).fill("070-174 06 05");
    await page.getByLabel("Day and time").fill("2026-11-16T09:30");
    await page.getByRole("button", { name: "Say what it costs" }).click();
    await page.getByText(/Such a call costs/).waitFor();
    await camera.shoot(page, "tariffs");
  });
}
