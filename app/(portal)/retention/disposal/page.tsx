import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { DisposalPage } from "./disposal-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("disposal.title");

export default function Page() {
  return <DisposalPage />;
}
