import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { OwnDataNote } from "../../_ui/role-note.tsx";
import { MePage } from "./me-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("me.title");

export default function Page() {
  return (
    <>
      <MePage />
      <OwnDataNote />
    </>
  );
}
