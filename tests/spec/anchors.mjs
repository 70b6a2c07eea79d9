// The anchors that GitHub gives to headings, one page: `anchor<tab>heading` for each line of a file.
//
//     npm install github-slugger
//     node anchors.mjs headings.txt
//
// Empty anchors are left out: portal calls them `section`.

import { readFileSync } from "node:fs";
import GithubSlugger from "github-slugger";

const slugger = new GithubSlugger();
for (const line of readFileSync(process.argv[2], "utf8").trimEnd().split("\n")) {
  // Markdown takes blanks at both ends.
  const heading = line.split("\t").at(-1).trim();
  const anchor = slugger.slug(heading);
  if (anchor) console.log(`${anchor}\t${heading}`);
}
