/** Hosts of URLs that lead where no source may go, in the notations that parsers and resolvers know. At least `count` of them. */
export function forbiddenHosts(count: number): string[] {
  const addresses = [
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "169.254.170.2",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.255.254",
    "100.64.0.1",
    "100.100.100.200",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
  ];
  const ipv6 = [
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "0:0:0:0:0:0:0:1",
    "0000:0000:0000:0000:0000:0000:0000:0001",
  ];
  const names = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "ip6-localhost",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.1.",
    "0",
    "0.",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "user:secret@127.0.0.1",
    "127.0.0.1@127.0.0.1",
    "8.8.8.8@127.0.0.1",
    "127.0.0.1%00.example",
    "[::1%25lo]",
    "[fe80::1%25eth0]",
    "localhost%2e",
    "127.0.0.1\\@8.8.8.8",
  ];
  const written = [...addresses.flatMap(writings), ...ipv6.map((address) => `[${address}]`), ...names];
  // Then the rest of loopback and link-local, each in another notation.
  for (let i = 0; written.length < count; i++) {
    const base =
      i % 2 === 0
        ? `127.${(i * 7) % 256}.${(i * 13) % 256}.${(i % 254) + 1}`
        : `169.254.${(i * 11) % 256}.${(i % 254) + 1}`;
    const ways = writings(base);
    written.push(ways[i % ways.length] ?? base);
  }
  return written;
}

/** One IPv4 address as the parsers of URLs, of C and of IPv6 read it. */
function writings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, width = 0) => value.toString(16).padStart(width, "0");
  const low = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return [
    address,
    String(number),
    `0x${hex(number)}`,
    `0${number.toString(8)}`,
    `0x${hex(a)}.0x${hex(b)}.0x${hex(c)}.0x${hex(d)}`,
    `0${a.toString(8)}.0${b.toString(8)}.0${c.toString(8)}.0${d.toString(8)}`,
    `${a}.${b}.${c * 256 + d}`,
    `[::ffff:${address}]`,
    `[0:0:0:0:0:ffff:${low}]`,
    `[64:ff9b::${low}]`,
    `[2002:${low}::]`,
    `[::${low}]`,
  ];
}

/** Where a server that may be asked would like to send us: to another port, host, scheme or user. */
export function forbiddenLinks(trapPort: number, ownPort: number): string[] {
  const elsewhere = forbiddenHosts(0)
    .filter((host) => host.startsWith("[") || /^[\d.x]+$/.test(host))
    .slice(0, 12);
  return [
    ...elsewhere.map((host) => `http://${host}:${trapPort}/`),
    `//127.0.0.1:${trapPort}/x`,
    `\\\\127.0.0.1:${trapPort}\\x`,
    `http:\\\\127.0.0.1:${trapPort}/`,
    `http://127.0.0.1:${ownPort}@127.0.0.1:${trapPort}/`,
    `http://user@127.0.0.1:${ownPort}/next`,
    `https://127.0.0.1:${ownPort}/next`,
    `http://localhost:${ownPort}/next`,
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "data:application/json,{}",
    "javascript:alert(1)",
  ];
}
