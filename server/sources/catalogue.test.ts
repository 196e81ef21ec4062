import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { readSettings, TRANSPORTS } from "./catalogue.ts";

test("no transport tells what stood in its settings, be it as a value or as a setting's name", () => {
  const pasted = "19520607-9849";
  for (const transport of TRANSPORTS) {
    const names = transport.fields.map(({ name }) => name);
    const tries = [
      { [pasted]: pasted },
      ...names.flatMap((name) => [{ [name]: pasted }, { [name]: { [pasted]: pasted } }]),
    ];
    for (const settings of tries) {
      assert.throws(
        () => readSettings(transport, settings),
        (error) => error instanceof AppError && error.code === "bad-input" && !error.message.includes(pasted),
        `${transport.id} ${Object.keys(settings)[0]}`,
      );
    }
  }
});
