import { join } from "node:path";
import { allowedRoots } from "../roots.ts";
import { hostKeys } from "./host-keys.ts";
import type { Machine } from "./machine.ts";
import { allowedNetworks, allowedPorts } from "./permits.ts";
import { serverCertificate } from "./server-certificate.ts";

/** Of the settings of the process: the operator's own certificate and proxies, where there are any. */
interface Given {
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly trustedProxies?: readonly string[];
}

/**
 * What this machine lets a company's sources touch; `company` gives its short name, null once it is gone.
 */
export function machineOf(
  home: string,
  company: () => Promise<string | null>,
  { trustedProxies: proxies = [], ...certificate }: Given = {},
): Machine {
  const asked = async <T>(read: (home: string, slug: string) => readonly T[]): Promise<readonly T[]> => {
    const slug = await company();
    return slug === null ? [] : read(home, slug);
  };
  return {
    owner: company,
    proxies,
    packages: join(home, "packages"),
    roots: () => asked(allowedRoots),
    networks: () => asked(allowedNetworks),
    ports: () => asked(allowedPorts),
    certificate: () => serverCertificate(home, certificate),
    hostKeys: () => hostKeys(home),
  };
}
