import { z } from "zod";
import { audited } from "../../audit/audited.ts";
import { type Context, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { readRelay, type RelayRow, setRelay as put } from "../../store/mail-relay.ts";
import { installationOwner } from "./owner.ts";
import { MailAddress, Pin } from "./recipient-input.ts";
import { sealRelayPassword } from "./seal-webhook.ts";

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45})$/;

export const SetRelayInput = z.strictObject({
  host: z.string().trim().regex(HOST, "Write a host name or an address, such as mail.example.org."),
  port: z.int().min(1).max(65_535),
  /** `none`: the mails and the password go over the network as they are. */
  security: z.enum(["tls", "starttls", "none"]),
  username: z.string().trim().min(1).max(254).nullable(),
  /** Entered with every change: it cannot be read back. */
  password: z.string().min(1).max(1_000).nullable(),
  sender: MailAddress,
  portal: z
    .string()
    .trim()
    .max(253)
    .refine(isOrigin, "Write where people open the portal, such as https://gallra.example, and nothing after it.")
    .nullable(),
  pin: Pin.default(null),
});
export type SetRelayInput = z.input<typeof SetRelayInput>;

export type RelayView = Omit<RelayRow, "setBy">;

/** The relay of the installation, but for its password; null while there is none. */
export async function showRelay(ctx: Context): Promise<RelayView | null> {
  installationOwner(ctx);
  const relay = await readRelay(door(ctx, "web"));
  if (relay === null) return null;
  const { host, port, security, username, sender, portal, pin, setAt, setByName } = relay;
  return { host, port, security, username, sender, portal, pin, setAt, setByName };
}

/**
 * Mails leave through it from now on. A password goes to no other host than the one it was entered for. Throws AppError "bad-input".
 */
export async function setRelay(ctx: Context, input: SetRelayInput): Promise<void> {
  const owner = installationOwner(ctx);
  const { password, portal, ...relay } = SetRelayInput.parse(input);
  if ((relay.username === null) !== (password === null))
    throw new AppError("bad-input", "Enter the user and the password together: neither is kept from before.", {
      field: relay.username === null ? "username" : "password",
    });
  const sealed = password === null ? null : await sealRelayPassword(ctx.env.home, password);
  const entry = {
    action: "alarm.relay.set",
    detail: { security: relay.security, port: relay.port, signsIn: relay.username !== null },
  };
  await audited(ctx, owner.audited, entry, async (tx) => {
    const by = { setAt: ctx.clock(), setBy: ctx.actor.accountId, setByName: ctx.actor.name };
    await put(tx, { ...relay, portal: portal === null ? null : new URL(portal).origin, sealed, ...by });
  });
}

/** No mail leaves any more. */
export async function dropRelay(ctx: Context): Promise<void> {
  const owner = installationOwner(ctx);
  await audited(ctx, owner.audited, { action: "alarm.relay.remove" }, (tx) => put(tx, null));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === "https:" && url.username === "" && url.pathname === "/" && url.search === "" && url.hash === ""
  );
}
