//! What the diagnostics say in English: lower case at the start, no stop at the end.

use super::{Code, codes::Words};

pub(super) fn words(code: Code) -> Words {
    match code {
        Code::P0101 => Words {
            title: "book.toml is not valid TOML",
            message: "{file} is not valid TOML: {detail}",
            cause: "the configuration cannot be read, so nothing is known about the site",
            remedy: "correct the marked place; text stands in quotes, lists in [ ], and each table's [name] on its own line",
        },
        Code::P0102 => Words {
            title: "unknown configuration key",
            message: "unknown key {key}",
            cause: "a key that portal does not know has no effect, and most such keys are misspelt",
            remedy: "correct the key or delete the line; the manual lists every key under “Configuration”",
        },
        Code::P0103 => Words {
            title: "configuration value of the wrong type",
            message: "{key} must be {expected}",
            cause: "the value cannot be used as it stands, and a guess could publish the wrong site",
            remedy: "write {expected}",
        },
        Code::P0104 => Words {
            title: "[[pages]] names a missing file",
            message: "[[pages]] names {target}, which is not among the sources",
            cause: "the metadata of this table goes to no page; the file was renamed, deleted or is excluded",
            remedy: "correct `path` (relative to the folder of the sources) or delete the table",
        },
        Code::P0201 => Words {
            title: "file is not UTF-8",
            message: "not UTF-8 at byte {byte}; it looks like {encoding}",
            cause: "portal reads UTF-8 only; a guess at the encoding could publish wrong characters unseen",
            remedy: "convert the file: iconv -f {encoding} -t UTF-8 '{path}' > new.md, then put new.md in its place",
        },
        Code::P0301 => Words {
            title: "front matter is not closed",
            message: "the front matter is not closed",
            cause: "without the closing line it is not known where the metadata ends and the text begins",
            remedy: "put a line of its own after the metadata, the same as the first line: --- or +++",
        },
        Code::P0302 => Words {
            title: "front matter is not valid",
            message: "the front matter is not valid {language}: {detail}",
            cause: "title, date and all other metadata of the page cannot be read",
            remedy: "correct the marked place; a value with a colon, a quote or a # in it needs quotes around it",
        },
        Code::P0303 => Words {
            title: "unknown field",
            message: "unknown field {field}",
            cause: "a field that the page's kind does not have is not shown anywhere, and most such fields are misspelt",
            remedy: "correct the name, move the field under `extra`, or add it to the kind in book.toml",
        },
        Code::P0304 => Words {
            title: "field of the wrong type",
            message: "{field} must be {expected}",
            cause: "lists, cards and feeds rely on the type of a field",
            remedy: "write {expected}",
        },
        Code::P0305 => Words {
            title: "not a date",
            message: "{value} is not a date",
            cause: "the page would be missing from every list by date, or stand in the wrong place",
            remedy: "write the day as 2022-07-15, 2022/7/15 or 2022年7月15日, with the time after it if it matters",
        },
        Code::P0306 => Words {
            title: "field is there twice",
            message: "{field} is there twice",
            cause: "it cannot be known which of the two is meant",
            remedy: "delete one of them; several values go into one list",
        },
        Code::P0307 => Words {
            title: "not allowed in front matter",
            message: "{construct} is not allowed in front matter",
            cause: "metadata is data: what runs code, reads other files or grows without limit is not accepted",
            remedy: "write the value out in plain YAML or TOML",
        },
        Code::P0308 => Words {
            title: "unknown kind",
            message: "unknown kind {kind}",
            cause: "the kind decides the fields, the address and the template of the page",
            remedy: "use a kind that exists, or define it in book.toml under [kinds.{kind}]",
        },
        Code::P0309 => Words {
            title: "required field is missing",
            message: "a page of the kind {kind} needs the field {field}",
            cause: "the kind declares the field as required (with a ! after its type), and its pages rely on it",
            remedy: "add {field} to the page's metadata, or take the ! from the field in book.toml",
        },
        Code::P0401 => Words {
            title: "HTML was removed",
            message: "HTML was removed: {what}",
            cause: "the site has html = \"sanitize\": what can run code or disguise a page does not get through",
            remedy: "write it in Markdown, or set html = \"keep\" under [markdown] if all authors are trusted",
        },
        Code::P0402 => Words {
            title: "link with a dangerous scheme was removed",
            message: "a link with the scheme {scheme} was removed",
            cause: "such a link can run code in the reader's browser",
            remedy: "link to an http, https or mailto address, or to a file of the project",
        },
        Code::P0403 => Words {
            title: "code block too large to colour",
            message: "a block of code of {size} is too large to colour",
            cause: "colouring it would slow every build down; the block is shown plain",
            remedy: "nothing has to be done; show the part that matters and link to the whole file, if colours do",
        },
        Code::P0404 => Words {
            title: "unknown language of a code block",
            message: "no colours for the language {language}",
            cause: "the block is shown plain, because no grammar has this name",
            remedy: "correct the name after the fence, or write `text` for what is no code",
        },
        Code::P0440 => Words {
            title: "image cannot be read",
            message: "the image {target} cannot be read: {detail}",
            cause: "its size is unknown, so the page moves while it loads; readers probably see a broken image",
            remedy: "look at the file in a browser; export it again as PNG, JPEG, WebP, AVIF, GIF or SVG",
        },
        Code::P0441 => Words {
            title: "image too large to make smaller",
            message: "the image {target} is too large to be made smaller ({size})",
            cause: "that would take all the memory; the page shows the file itself, which phones have to load whole",
            remedy: "make it smaller yourself: at most 100 million pixels and 100 MB",
        },
        Code::P0442 => Words {
            title: "unsafe SVG was not published",
            message: "the SVG was not published: {what}",
            cause: "the site has html = \"sanitize\": an SVG can run code and load things like a page, and one that could is refused",
            remedy: "take what is marked out of the file, or export it as PNG; or set html = \"keep\" under [markdown] if all authors are trusted",
        },
        Code::P0501 => Words {
            title: "link to a missing file",
            message: "link to a file that does not exist: {target}",
            cause: "readers who follow the link come to an error page, here and on the Git host",
            remedy: "correct the path (relative to this file, capitals count) or delete the link",
        },
        Code::P0502 => Words {
            title: "link to a missing heading",
            message: "{page} has no heading {anchor}",
            cause: "the link opens the page at its top instead of the place that is meant",
            remedy: "use the anchor of a heading of that page, or give the heading this one: ## Heading {#anchor}",
        },
        Code::P0503 => Words {
            title: "link leaves the project",
            message: "link leaves the project: {target}",
            cause: "the path climbs above the root folder; nothing there is read or published",
            remedy: "move the file into the project, or link to its address on the web",
        },
        Code::P0504 => Words {
            title: "link to an unpublished page",
            message: "link to a page that is not published: {target}",
            cause: "the page is a draft, has a date in the future or is excluded, so the link leads nowhere",
            remedy: "publish that page too, or take the link out until it is",
        },
        Code::P0505 => Words {
            title: "missing image",
            message: "image does not exist: {target}",
            cause: "readers see a broken picture",
            remedy: "correct the path (relative to this file, capitals count) or add the file",
        },
        Code::P0601 => Words {
            title: "fault in a template",
            message: "fault in the template: {detail}",
            cause: "the template cannot be read, and every page may need it; the contents are not at fault",
            remedy: "correct the template at the marked place",
        },
        Code::P0602 => Words {
            title: "template failed on a page",
            message: "the template {template} failed on the page {page}: {detail}",
            cause: "the template expects something that this page does not have; the page itself may be fine",
            remedy: "test for the value in the template before it is used: {% if x %}",
        },
        Code::P0603 => Words {
            title: "missing template",
            message: "no template {template}",
            cause: "a page or a kind asks for a template that neither the site nor the theme has",
            remedy: "correct the name, or write the file under templates/ of the site or the theme",
        },
        Code::P0701 => Words {
            title: "not a regular file",
            message: "not a regular file; left out",
            cause: "a pipe, socket or device has no content that could be published, and reading it may never end",
            remedy: "move it out of the sources, or exclude it in book.toml",
        },
        Code::P0801 => Words {
            title: "symbolic link",
            message: "symbolic link; not followed",
            cause: "a link may lead out of the project or in a circle, and publish what was not meant to be",
            remedy: "put the file itself there; or exclude the link in book.toml, if it is not needed",
        },
        Code::P0901 => Words {
            title: "two outputs with one address",
            message: "{address} is also the address of {other}",
            cause: "one of them would silently replace the other (capitals do not tell addresses apart)",
            remedy: "rename one of the files, give one a `slug`, or exclude one in book.toml",
        },
        Code::P0902 => Words {
            title: "reserved address",
            message: "{address} belongs to portal itself",
            cause: "portal keeps files of its own there",
            remedy: "rename the file or give the page another `slug`",
        },
        Code::P0903 => Words {
            title: "name too long for an address",
            message: "the name is too long for an address; cut to {address}",
            cause: "file systems allow 255 bytes a name; a Chinese character takes three",
            remedy: "give the page a short `slug`, so that its address stays when the name changes",
        },
    }
}
