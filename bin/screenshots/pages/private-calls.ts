import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 760 }, async (page) => {
    await page.goto("/processing/private");
    await page.getByRole("button", { name: "Add hours…" }).click();
    await page.getByRole("button", { name: "Save the rule" }).click();
    await page.getByText("Outside Mon–Fri 08:00–17:00").waitFor();
    await page.getByRole("button", { name: "Add numbers…" }).click();
    await page.getByLabel("Numbers", { exact: true }).fill("070-174 06 91\n08-465 004 77");
    await page.getByRole("button", { name: "Put on the list" }).click();
    await page.getByText("2 numbers stand on the list.").waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Add a code…" }).click();
    await page.getByLabel("Code", { exact: true }).fill("*71");
    await camera.shoot(page, "private-calls");
  });
}
