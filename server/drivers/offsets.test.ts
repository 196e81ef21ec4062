import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../domain/seeded-random.ts";
import { jsonAt, jsonText, readJson } from "./json-offsets.ts";
import { mutate } from "./testing/mutation.ts";
import { byteText } from "./text.ts";
import { readXml, xmlAt, xmlText } from "./xml-offsets.ts";

const framed = (text: string) => ({ frame: Buffer.from(text), text: byteText(Buffer.from(text)) });

test("a JSON value is read with where it stands in the bytes, escapes and letters outside ASCII too", () => {
  const json = '{"a":{"nåmn":"Åsa \\"Ö\\" \\u00c5","list":[1,{"to":"0701740605"}]},"mos":nan,"none":null,"a":2}';
  const source = framed(json);
  const root = readJson(source.text);
  const say = (path: string) => jsonText(source, jsonAt(root, path));
  assert.equal(say("a.list.1.to"), "0701740605");
  assert.equal(say("a.list.0"), "1");
  assert.equal(say("mos"), "nan");
  assert.equal(say("none"), null);
  assert.equal(say("a.list.7"), null);
  const to = jsonAt(root, "a.list.1.to");
  assert.ok(to?.kind === "string");
  assert.equal(source.frame.subarray(to.start, to.end).toString(), "0701740605");
  const named = readJson(source.text.replaceAll("\xc3\xa5", "a"));
  assert.equal(jsonText(framed(json.replaceAll("å", "a")), jsonAt(named, "a.namn")), 'Åsa "Ö" Å');
});

test("what is no JSON is none: cut off, doubled signs, control characters, too deep, something after it", () => {
  for (const text of [
    "",
    "{",
    '{"a":}',
    '{"a":1,}',
    "[1,,2]",
    '{"a" 1}',
    '"a\nb"',
    '"\\x"',
    '{"a":1} x',
    "01",
    "[".repeat(50),
  ])
    assert.equal(readJson(text), null, text.slice(0, 20));
  assert.ok(readJson(' {"a":1},\r\n') !== null, "an element of an array with its comma");
});

test("JSON and JSON.parse agree, and damage never throws", () => {
  const random = seededRandom(5);
  const whole = Buffer.from(
    '{"id":"x1","call":{"from":"0701740605","legs":[{"t":1.5e3},{"t":-2}],"ok":true},"e":[],"o":{}}',
  );
  for (let round = 0; round < 5_000; round++) {
    const text = byteText(mutate(whole, random));
    let parsed = true;
    try {
      JSON.parse(text);
    } catch {
      parsed = false;
    }
    if (parsed) assert.ok(readJson(text) !== null, text);
    readXml(text);
  }
});

const CDR = `<?xml version="1.0"?><!-- a call --><cdr core-uuid="c-1"><variables><start_epoch>1772435700</start_epoch>
<sip_from><sip:204@pbx.example></sip_from><name>Anna &amp; &#197;sa</name><empty/><say><![CDATA[a < b]]></say></variables>
<callflow><caller_profile><caller_id_number>0701740605</caller_id_number></caller_profile></callflow></cdr><cdr/>`;

test("XML is read with where its texts stand, and what cannot be a tag is text", () => {
  const source = framed(CDR);
  const root = readXml(source.text);
  const say = (path: string) => xmlText(source, xmlAt(root, path)?.text);
  assert.equal(root?.name, "cdr");
  assert.equal(xmlText(source, root.attributes.get("core-uuid")), "c-1");
  assert.equal(say("variables.start_epoch"), "1772435700");
  assert.equal(say("variables.sip_from"), "<sip:204@pbx.example>");
  assert.equal(say("variables.name"), "Anna & Åsa");
  assert.equal(say("variables.say"), "a < b");
  assert.equal(say("variables.empty"), null);
  assert.equal(say("variables.nothing"), null);
  const number = xmlAt(root, "callflow.caller_profile.caller_id_number")?.text;
  assert.equal(source.frame.subarray(number?.start, number?.end).toString(), "0701740605");
});

test("XML that is damaged never throws, hangs or nests without bound", () => {
  const random = seededRandom(6);
  const whole = Buffer.from(CDR);
  for (let round = 0; round < 3_000; round++) readXml(byteText(mutate(whole, random)));
  assert.equal(readXml("<a>".repeat(100)), null);
  assert.equal(readXml("no tag at all < 5"), null);
  const begun = performance.now();
  readXml(`<a ${"x=".repeat(30_000)}`);
  readXml(`<a${" ".repeat(60_000)}`);
  assert.ok(performance.now() - begun < 2_000);
});
