/** The character sets of PBXs that write one byte a character. Their lower half is ASCII. */
export const SINGLE_BYTE_CHARSETS = ["iso-8859-1", "iso-8859-15", "windows-1252", "cp437", "cp850"] as const;
export type SingleByteCharset = (typeof SINGLE_BYTE_CHARSETS)[number];

export function decodeSingleByte(bytes: Uint8Array, charset: SingleByteCharset): string {
  const high = HIGH[charset];
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : high[byte - 0x80];
  return text;
}

/** The bytes of a text, or null when the character set does not have all of its characters. */
export function encodeSingleByte(text: string, charset: SingleByteCharset): Buffer | null {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code < 0x80 ? -1 : HIGH[charset].indexOf(text.charAt(i));
    if (code >= 0x80 && high < 0) return null;
    bytes[i] = code < 0x80 ? code : high + 0x80;
  }
  return bytes;
}

// IBM code page 437 (United States) and 850 (Western Europe), bytes 80 to FF, as Unicode's own tables map them.
const CP437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
const CP850 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

const UPPER_HALF = Uint8Array.from({ length: 128 }, (_, i) => i + 0x80);

/** The 128 characters of the upper half. What windows-1252 leaves open stands for itself, so that no byte is lost. */
const HIGH: Readonly<Record<SingleByteCharset, string>> = {
  "iso-8859-1": Buffer.from(UPPER_HALF).toString("latin1"),
  "iso-8859-15": new TextDecoder("iso-8859-15").decode(UPPER_HALF),
  "windows-1252": new TextDecoder("windows-1252").decode(UPPER_HALF),
  cp437: CP437,
  cp850: CP850,
};
