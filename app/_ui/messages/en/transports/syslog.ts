/** Syslog, as the form of a source draws it. */
export const syslog = {
  "transport.syslog": "Syslog",
  "transport.syslog.help":
    "Messages that a device sends by itself. The protocol has no acknowledgement: over UDP a message may be lost on its way, and over TCP and TLS what was under way when a connection breaks. What the machine had to drop is counted.",
  "transport.syslog.protocol": "Protocol",
  "transport.syslog.protocol.help":
    "TLS is encrypted and shows the installation's certificate. UDP and TCP are in clear text.",
  "transport.syslog.protocol.udp": "UDP",
  "transport.syslog.protocol.tcp": "TCP",
  "transport.syslog.protocol.tls": "TLS",
  "transport.syslog.address": "Listen on",
  "transport.syslog.address.help":
    "An address of the collector's machine, 0.0.0.0 for all of IPv4, or :: for all of IPv6. The operator allows it first.",
  "transport.syslog.port": "Port",
  "transport.syslog.port.help":
    "Usually 514, for TLS 6514; below 1024 the collector needs a capability. Sources may share a port.",
  "transport.syslog.senders": "Allowed senders",
  "transport.syslog.senders.help":
    "Addresses or networks of the devices, or of the relay that passes their messages on, with commas between them. What others send is counted and not stored.",
  "transport.syslog.hosts": "Host names",
  "transport.syslog.hosts.help":
    "Only messages whose header names one of these devices; needed where a relay passes on messages of several sources. Empty for all.",
  "transport.syslog.pass": "What is read",
  "transport.syslog.pass.help":
    "The whole line suits drivers that are made for syslog. Choose the message alone for drivers that read files.",
  "transport.syslog.pass.line": "the whole line",
  "transport.syslog.pass.message": "the message without its header",
  "transport.syslog.clientCertificate": "Certificate of the client",
  "transport.syslog.clientCertificate.help":
    "SHA-256 fingerprint of the only certificate that may connect. Empty: whoever has an allowed address may.",
  "transport.syslog.idleMinutes": "Minutes of silence",
  "transport.syslog.idleMinutes.help":
    "After which a connection is closed. Some devices lose a message then: leave it long.",
  "problem.no-certificate":
    "The installation has no certificate to show. Start the portal once, or set GALLRA_CERT and GALLRA_KEY for the collector.",
  "problem.messages-lost":
    "Messages were lost before they could be kept: the machine was too busy, or its disk too slow. The documentation says how to widen the buffer.",
  "problem.sender-disputed":
    "Two sources on this address and port name the same sender, so neither gets what it sends. Name each sender or host name in one of them only.",
  "problem.sender-unknown":
    "Somebody whom no source names sends to this address and port. Nothing of it is stored. If it is a device of yours, add its address or host name.",
} as const;
