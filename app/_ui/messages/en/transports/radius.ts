/** RADIUS accounting, as the form of a source draws it. */
export const radius = {
  "transport.radius": "RADIUS accounting",
  "transport.radius.help":
    "Accounting requests of gateways and SIP proxies. A request is answered once it is on disk. The numbers in it travel in clear text, proven by the shared secret alone; a device that gets no answer for long gives up.",
  "transport.radius.address": "Listen on",
  "transport.radius.address.help":
    "An address of the collector's machine, 0.0.0.0 for all of IPv4, or :: for all of IPv6. The operator allows it first.",
  "transport.radius.port": "Port",
  "transport.radius.port.help": "Usually 1813, of old devices 1646. Sources may share a port.",
  "transport.radius.senders": "Allowed senders",
  "transport.radius.senders.help":
    "Addresses or networks of the devices or of the proxy before them, with commas between them. What others send is counted, not answered and not stored.",
  "transport.radius.devices": "Devices",
  "transport.radius.devices.help":
    "NAS-Identifier or NAS-IP-Address of the devices behind a proxy. Empty for all that know the secret.",
  "transport.radius.secret": "Shared secret",
  "transport.radius.secret.help": "The same as at the device: long, and another one for every source.",
  "problem.secret-wrong":
    "Packets came with another shared secret, and were neither answered nor stored. Enter the same secret here and at the device.",
} as const;
