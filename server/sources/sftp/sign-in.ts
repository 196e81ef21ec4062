import ssh2, {
  type AnyAuthMethod,
  type AuthenticationType,
  type ConnectConfig,
  type ParsedKey,
  type Prompt,
} from "ssh2";
import type SftpClient from "ssh2-sftp-client";
import type { Credentials } from "../credentials/credential.ts";
import { SourceTrouble } from "../problem.ts";
import type { SftpSettings } from "./settings.ts";

export interface SignIn {
  readonly config: ConnectConfig;
  listen(client: Pick<SftpClient, "on">): void;
}

type Answer = (answers: string[]) => void;

/** By one way only: what was not chosen is not offered to the server. Throws SourceTrouble "no-credentials". */
export function signInBy({ signIn, user }: Pick<SftpSettings, "signIn" | "user">, credentials: Credentials): SignIn {
  if (signIn === "key") return { config: byKey(credentials, user), listen: () => undefined };
  const password = credentials["password"];
  if (password === undefined || password === "") throw new SourceTrouble("no-credentials");
  return {
    config: { password, tryKeyboard: true, authHandler: ["password", "keyboard-interactive"] },
    listen(client) {
      let asked = false;
      const asks = (_name: string, _words: string, _language: string, prompts: Prompt[], answer: Answer) => {
        // One hidden question is the password in other clothes; whatever else it asks, it is told nothing.
        const isPassword = !asked && prompts.length === 1 && prompts[0]?.echo !== true;
        asked ||= prompts.length > 0;
        answer(isPassword ? [password] : []);
      };
      client.on("keyboard-interactive", asks);
    },
  };
}

/** A passphrase is made slow to try on purpose: seconds, in which nothing else runs. So it is tried once while a source is open. */
const opened = new WeakMap<Credentials, ParsedKey>();

function byKey(credentials: Credentials, username: string): ConnectConfig {
  const key = opened.get(credentials) ?? readKey(credentials);
  opened.set(credentials, key);
  const method: AnyAuthMethod = { type: "publickey", username, key };
  // The library takes a method with its key as well as a method's name; its types know the name alone.
  return { authHandler: [method] as unknown as AuthenticationType[] };
}

function readKey({ privateKey, passphrase }: Credentials): ParsedKey {
  if (privateKey === undefined) throw new SourceTrouble("no-credentials");
  const parsed = ssh2.utils.parseKey(`${privateKey.trim()}\n`, passphrase === "" ? undefined : passphrase);
  const first = Array.isArray(parsed) ? parsed[0] : parsed;
  if (first === undefined || first instanceof Error || !first.isPrivateKey()) throw new SourceTrouble("no-credentials");
  return first;
}
