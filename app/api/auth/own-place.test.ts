import assert from "node:assert/strict";
import { test } from "node:test";
import { ownPlace } from "./own-place.ts";

test("signing in leads nowhere but to the portal itself", () => {
  for (const [asked, place] of [
    ["http://localhost:3000/api/auth/signin?csrf=true", "/sign-in"],
    ["http://localhost:3000/", "/"],
    ["https://evil.example/", "/"],
    ["https://evil.example/stolen?token=1", "/sign-in"],
    ["//evil.example/sign-in?error=slow%3A5", "/sign-in?error=slow%3A5"],
    ["http://localhost:3000/sign-in?error=CredentialsSignin", "/sign-in?error=CredentialsSignin"],
    ["/", "/"],
  ] as const)
    assert.equal(ownPlace(asked), place, asked);
});
