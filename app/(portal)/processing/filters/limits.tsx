"use client";
import Link from "next/link";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";

/** What cannot be promised stands where it is set. */
export function Limits() {
  const words = useWords();
  const mayErase = useMay("data.search");
  return (
    <Sheet title={words.t("gate.limits")} padded>
      <ul className="grid max-w-3xl list-disc gap-1.5 pl-5">
        <li>{words.t("gate.limits.pbx")}</li>
        <li>{words.t("gate.limits.undefined")}</li>
        <li>{words.t("gate.limits.pieces")}</li>
        <li>{words.t("gate.limits.left-out")}</li>
        <li>
          {words.t("gate.limits.past")}{" "}
          {mayErase ? (
            <Link href="/data" prefetch={false} className="font-semibold text-pine underline underline-offset-3">
              {words.t("gate.limits.erase")}
            </Link>
          ) : null}
        </li>
      </ul>
    </Sheet>
  );
}
