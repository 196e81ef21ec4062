import assert from "node:assert/strict";
import { test } from "node:test";
import { PERMISSIONS } from "#server/domain/permissions.ts";
import { en } from "../../_ui/messages/en.ts";
import { grouped } from "./profile-view.ts";

test("every right but that to one's own account can be chosen, and is said in words", () => {
  const chosen = grouped(PERMISSIONS).flatMap(({ permissions }) => permissions);
  assert.deepEqual(
    PERMISSIONS.filter((one) => !chosen.includes(one)),
    ["account.own"],
  );
  assert.deepEqual(
    PERMISSIONS.filter((one) => !Object.hasOwn(en, `permission.${one}`)),
    [],
  );
});
