import type { Camera } from "../camera.ts";

/** Numbers reserved for fiction. */
const SAMPLE = [
  "Date;Time;Talk time;Ring time;Direction;Extension;Number;Trunk",
  "2026-03-02;08:15:00;00:01:00;5;Incoming;204;070-174 06 05;L001",
  "2026-03-02;08:17:10;00:00:42;3;Outgoing;211;08-465 004 42;L002",
  "2026-03-02;08:20:00;;21;Incoming;204;031-390 06 01;L001",
  "2026-03-02;08:31:40;00:07:42;4;Incoming;207;070-174 06 33;L002",
].join("\n");

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 1240 }, async (page) => {
    await page.goto("/processing/layouts?layout=new");
    await page.locator("#layout-sample").fill(SAMPLE);
    await page.getByRole("button", { name: "Guess the columns" }).click();
    await page.getByText("Calls: 4. No calls: 1. Not understood: 0.").waitFor();
    await camera.shoot(page, "layouts");
  });
}
