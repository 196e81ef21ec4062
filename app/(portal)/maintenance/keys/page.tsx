import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { KeysPage } from "./keys-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("rootKeys.title");

export default function Page() {
  return <KeysPage />;
}
