// What the markdown-cjk-friendly packages make of each paragraph of a file, as examples.
//
//     npm install micromark micromark-extension-cjk-friendly micromark-extension-gfm-strikethrough \
//         micromark-extension-cjk-friendly-gfm-strikethrough
//     node cjk.mjs cjk-own.md

import { readFileSync } from "node:fs";
import { micromark } from "micromark";
import { cjkFriendlyExtension } from "micromark-extension-cjk-friendly";
import { gfmStrikethroughCjkFriendly } from "micromark-extension-cjk-friendly-gfm-strikethrough";
import { gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";

const fence = "`".repeat(32);
const options = {
  extensions: [cjkFriendlyExtension(), gfmStrikethroughCjkFriendly()],
  htmlExtensions: [gfmStrikethroughHtml()],
};
for (const text of readFileSync(process.argv[2], "utf8").trim().split(/\n\n+/)) {
  console.log(`${fence} example\n${text}\n.\n${micromark(text, options).trim()}\n${fence}\n`);
}
