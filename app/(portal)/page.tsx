import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { webInstallation } from "#server/api/installation.ts";
import { sessionOf } from "#server/api/request.ts";

/** Everybody begins where there is something for them. */
export default async function Home() {
  const session = await sessionOf(await webInstallation(), await headers());
  redirect(session?.actor.permissions.has("overview.see") ? "/overview" : "/me");
}
