import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { webInstallation } from "#server/api/installation.ts";
import { sessionOf } from "#server/api/request.ts";
import { may } from "#server/domain/permissions.ts";

/** Everybody begins where there is something for them. */
export default async function Home() {
  const session = await sessionOf(await webInstallation(), await headers());
  redirect(session !== null && may(session.actor.profile, "overview.see") ? "/overview" : "/me");
}
