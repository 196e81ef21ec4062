import type { FirstSignIn } from "../first-sign-in.ts";
import type { Certificate } from "../web/certificate.ts";
import type { Env } from "#server/env.ts";

/** What `npm start` prints when everything runs: where to go, how to sign in, how to stop. */
export function welcome(env: Env, port: number, certificate: Certificate, signIns: readonly FirstSignIn[]): string {
  const host =
    env.host === "127.0.0.1" || env.host === "0.0.0.0" || env.host === "::" || env.host === "::1"
      ? "localhost"
      : env.host;
  const shown = host.includes(":") ? `[${host}]` : host;
  const lines = ["", `  Gallra ${env.release} runs at  https://${shown}${port === 443 ? "" : `:${port}`}/`, ""];
  if (certificate.generated) {
    lines.push("  Its certificate was made on this machine, so that the browser asks once. Its SHA-256 fingerprint:");
    lines.push(`  ${certificate.fingerprint}`, "");
  }
  if (signIns.length > 0) {
    lines.push("  First sign-in (kept in first-sign-in.json until used):");
    const widths = [width(signIns, "profile"), width(signIns, "email"), width(signIns, "password")] as const;
    for (const { profile, email, password, company } of signIns) {
      lines.push(
        `    ${profile.padEnd(widths[0])}  ${email.padEnd(widths[1])}  ${password.padEnd(widths[2])}  ${company ?? ""}`.trimEnd(),
      );
    }
    lines.push("");
  }
  lines.push(`  Home: ${env.home}   Ctrl-C stops everything.`, "");
  return `${lines.join("\n")}\n`;
}

function width(signIns: readonly FirstSignIn[], key: "profile" | "email" | "password"): number {
  return Math.max(...signIns.map((signIn) => signIn[key].length));
}
