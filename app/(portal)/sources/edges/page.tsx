import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { EdgesPage } from "./edges-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("edges.title");

export default function Page() {
  return <EdgesPage />;
}
