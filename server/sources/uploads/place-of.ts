/** Of IPv6 the network: whoever has one address there has all of them. */
export function placeOf(sender: string): string {
  if (!sender.includes(":") || sender.includes(".")) return sender;
  const [head = "", tail] = sender.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  return [...groups, ...zeros, ...rest].slice(0, 4).join(":");
}
