"use client";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";

/** Columns, tables and files that nobody has classified; nothing at all as long as there are none. */
export function InNoStore({ names }: { names: readonly string[] }) {
  const words = useWords();
  if (names.length === 0) return null;
  return (
    <Sheet title={words.t("copies.unclassified")} actions={<Tag tone="bad">{words.number(names.length)}</Tag>} padded>
      <p className="max-w-3xl">{words.t("copies.unclassified.help")}</p>
      <ul className="mt-2 font-mono text-[13px] break-all">
        {names.slice(0, 50).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Sheet>
  );
}
