import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { PatternsPage } from "./patterns-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("patterns.title");

export default function Page() {
  return <PatternsPage />;
}
