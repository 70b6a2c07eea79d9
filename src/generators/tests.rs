//! What configuration of other generators says, as a table of texts and values.

use super::{ForeignConfig, GENERATORS, find};
use crate::{
    diag::Diagnostic,
    model::{NavEntry, NavTarget, READS, RelPath, Urls},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// The value that a project gives, with the codes of its diagnostics and the bytes that they are about.
fn found(files: &[(&str, &str)]) -> (ForeignConfig, Vec<String>) {
    let files: BTreeMap<RelPath, Vec<u8>> =
        files.iter().map(|(path, text)| (RelPath::new(path).unwrap(), text.as_bytes().to_vec())).collect();
    let project = find("auto", &mut ProjectFiles::in_memory(&files)).expect("a project");
    let shown = |diagnostic: &Diagnostic| {
        let text = String::from_utf8_lossy(&files[&diagnostic.path]);
        let at = diagnostic.at.map_or("", |(start, end)| &text[start..end]);
        let args: Vec<&str> = diagnostic.args.iter().map(|(_, value)| value.as_str()).collect();
        format!("{} `{at}` {}", diagnostic.code.name(), args.join(" | "))
    };
    let diagnostics = project.diagnostics.iter().map(shown).collect();
    (project.config, diagnostics)
}

/// `title(target)` of each entry, groups with their entries in brackets.
fn outline(entries: &[NavEntry]) -> String {
    let entry = |entry: &NavEntry| {
        let title = entry.title.as_deref().unwrap_or("-");
        let target = match &entry.target {
            Some(NavTarget::Source(path)) => format!("({path})"),
            Some(NavTarget::Page(name)) => format!("({name})"),
            Some(NavTarget::Folder(name)) => format!("({name}/*)"),
            Some(NavTarget::Url(url)) => format!("<{url}>"),
            None => String::new(),
        };
        let is_group = entry.target.is_none() || !entry.entries.is_empty();
        let inner = if is_group { format!("[{}]", outline(&entry.entries)) } else { String::new() };
        format!("{title}{target}{inner}")
    };
    entries.iter().map(entry).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_of_reads_is_a_generator() {
    let names: Vec<&str> = GENERATORS.iter().map(|generator| generator.name).collect();
    assert_eq!(READS[2..], names[..]);
}

#[test]
fn a_book() {
    let (config, diagnostics) = found(&[
        (
            "book.toml",
            "[book]\ntitle = \"Tides\"\ndescription = \"How the sea moves\"\nauthors = [\"Ada\", \"Lin\"]\nlanguage = \"zh\"\n",
        ),
        ("src/SUMMARY.md", "- [The moon](moon.md)\n"),
        ("src/moon.md", "# The moon\n"),
    ]);
    assert_eq!(config.title.as_deref(), Some("Tides"));
    assert_eq!(config.description.as_deref(), Some("How the sea moves"));
    assert_eq!(config.authors, ["Ada", "Lin"]);
    assert_eq!(config.language.as_ref().map(|lang| lang.as_str()), Some("zh"));
    assert_eq!(outline(&config.navigation.expect("an order").entries), "The moon(moon.md)");
    assert_eq!(diagnostics, [""; 0]);
}

#[test]
fn a_project_of_mkdocs() {
    let (config, diagnostics) = found(&[
        (
            "mkdocs.yml",
            "site_name: Kiln
site_url: https://kiln.example/docs
site_description: How to fire clay
site_author: Ada
repo_url: https://github.com/kiln/kiln
edit_uri: edit/main/manual/
docs_dir: manual
use_directory_urls: false
theme: { name: material, language: zh, custom_dir: manual/overrides }
exclude_docs: |
  # notes
  *.tmp.md
  !keep.tmp.md
plugins:
  - search
  - redirects: { redirect_maps: { old.md: new.md#top, gone.md: 'https://x.example/' } }
  - macros
markdown_extensions:
  - pymdownx.emoji: { emoji_index: !!python/name:material.extensions.emoji.twemoji }
hooks: [hook.py]
nav:
  - index.md
  - Guide:
      - Start: start.md
      - 'Deep: one': [deep/a.md, { B: deep/b.md }]
  - Forum: https://forum.example/
",
        ),
        ("manual/index.md", "# Kiln"),
    ]);
    let navigation = config.navigation.as_ref().expect("nav");
    assert_eq!(
        outline(&navigation.entries),
        "-(index.md) Guide[Start(start.md) Deep: one[-(deep/a.md) B(deep/b.md)]] Forum<https://forum.example/>"
    );
    let repository = config.repository.as_ref().expect("repo_url");
    assert_eq!((&*repository.url, &*repository.branch), ("https://github.com/kiln/kiln", "main"));
    assert_eq!(config.title.as_deref(), Some("Kiln"));
    assert_eq!(config.base_url.as_deref(), Some("https://kiln.example/docs/"));
    assert_eq!(config.src.as_ref().map(RelPath::as_str), Some("manual"));
    assert_eq!(config.exclude, ["*.tmp.md", "!keep.tmp.md", "/overrides/"]);
    assert_eq!(config.urls, Some(Urls::Html));
    let redirect = &navigation.redirects[0];
    let new = NavTarget::Source(RelPath::new("new.md").unwrap());
    assert_eq!((redirect.from.as_str(), &redirect.to), ("old.md", &new));
    assert_eq!(
        diagnostics,
        ["P0110 `` hooks, theme.custom_dir, plugins.redirects.gone.md, plugins.macros | mkdocs.yml"]
    );
}

#[test]
fn mistakes_have_a_place() {
    for (text, expected) in [
        ("site_name: [", "P0107 `[` YAML | the bracket is not closed | mkdocs.yml"),
        ("docs_dir: nowhere", "P0103 `nowhere` docs_dir | a folder of the project"),
        ("site_url: kiln", "P0108 `kiln` site_url | an address like \"https://example.org/site/\""),
        ("INHERIT: ../base.yml", "P0109 `../base.yml` ../base.yml"),
    ] {
        let (_, diagnostics) = found(&[("mkdocs.yml", text), ("docs/index.md", "# A")]);
        assert_eq!(diagnostics, [expected], "{text}");
    }
}

#[test]
fn hostile_yaml_takes_no_time() {
    let bomb = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        let one = format!("*a{}", n - 1);
        text + &format!("a{n}: &a{n} [{}]\n", vec![one; 9].join(", "))
    });
    for text in [bomb, "nav: ".to_owned() + &"[".repeat(100_000), "- x\n".repeat(50_000)] {
        let (_, diagnostics) = found(&[("mkdocs.yml", &text), ("docs/index.md", "# A")]);
        assert!(diagnostics[0].starts_with("P0107"), "{diagnostics:?}");
    }
}

#[test]
fn a_project_of_docusaurus() {
    let (config, diagnostics) = found(&[
        (
            "docusaurus.config.ts",
            "import type { Config } from '@docusaurus/types'
const org = 'kiln'
const config: Config = {
  title: 'Kiln', tagline: 'Fire clay', url: 'https://kiln.example', baseUrl: '/site/',
  organizationName: org, projectName: 'kiln', i18n: { defaultLocale: 'zh-Hans', locales: ['zh-Hans'] },
  staticDirectories: ['static', 'more'],
  presets: [['classic', {
    docs: { path: 'manual', routeBasePath: '/', sidebarPath: './sidebars.ts', editUrl: `https://github.com/${org}/kiln/edit/next/` },
    blog: { routeBasePath: 'news', remarkPlugins: [require('remark-math')] },
  } satisfies Options]],
  plugins: [['@docusaurus/plugin-client-redirects', { redirects: [{ from: ['/old', '/older'], to: '/start' }] }]],
  themeConfig: { navbar: { items: [
    { type: 'docSidebar', sidebarId: 'guideSidebar', label: 'Guide' },
    { to: '/news', label: 'News' }, { href: 'https://forum.example/', label: 'Forum' } ] } },
}
export default config
",
        ),
        (
            "sidebars.ts",
            "export default {
  guideSidebar: ['start', { type: 'category', label: 'Glazes', link: { type: 'doc', id: 'glazes/all' },
    items: [{ type: 'doc', id: 'glazes/red', label: 'Red' }, { type: 'autogenerated', dirName: 'glazes/more' }] },
    { Firing: ['fire'] }, { type: 'html', value: '<hr>' }, { type: 'link', label: 'Shop', href: 'https://shop.example/' }],
  apiSidebar: [{ type: 'autogenerated', dirName: 'api' }],
}",
        ),
        ("manual/glazes/more/_category_.json", "{ \"label\": \"More glazes\", \"position\": 3 }"),
        ("versioned_docs/version-1/a.md", ""),
    ]);
    assert_eq!(diagnostics, ["P0110 `` versions (versioned_docs) | docusaurus.config.ts"]);
    assert_eq!((config.title.as_deref(), config.description.as_deref()), (Some("Kiln"), Some("Fire clay")));
    assert_eq!(config.base_url.as_deref(), Some("https://kiln.example/site/"));
    assert_eq!(config.language.as_ref().map(|lang| lang.as_str()), Some("zh-Hans"));
    let repository = config.repository.expect("a repository");
    assert_eq!((&*repository.url, &*repository.branch), ("https://github.com/kiln/kiln", "next"));
    let names: Vec<(&str, &str)> = config.folder_names.iter().map(|(path, name)| (&**path, &**name)).collect();
    assert_eq!(names, [("blog", "news"), ("manual", ""), ("src/pages", "")]);
    let roots: Vec<&str> = config.static_roots.iter().map(RelPath::as_str).collect();
    assert_eq!(roots, ["static", "more"]);
    let navigation = config.navigation.expect("sidebars");
    assert_eq!(navigation.file.as_str(), "sidebars.ts");
    assert_eq!(
        outline(&navigation.entries),
        "Guide[-(manual/start) Glazes(manual/glazes/all)[Red(manual/glazes/red) -(manual/glazes/more/*)] \
         Firing[-(manual/fire)] Shop<https://shop.example/>] api[-(manual/api/*)]"
    );
    assert_eq!(outline(&navigation.menu), "Guide(manual/start) News(/news) Forum<https://forum.example/>");
    let more = &navigation.folders["manual/glazes/more"];
    assert_eq!((more.title.as_deref(), more.weight), (Some("More glazes"), Some(3)));
    let redirects: Vec<&str> = navigation.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    assert_eq!(redirects, ["old.md", "older.md"]);
}

#[test]
fn a_project_of_vitepress() {
    let (config, diagnostics) = found(&[
        (
            "docs/.vitepress/config/index.mts",
            "import { defineConfig } from 'vitepress'
import { zh } from './zh'
export default defineConfig({
  title: 'Kiln', description: 'Fire clay', lang: 'en', srcDir: './src', srcExclude: ['**/draft/**'],
  sitemap: { hostname: 'https://kiln.example/' },
  locales: { root: { label: 'English' }, zh },
  themeConfig: {
    nav: [{ text: 'Guide', link: '/guide/start' }, { text: 'More', items: [{ text: 'Shop', link: 'https://shop.example/' }] }],
    sidebar: {
      '/guide/': { base: '/guide/', items: [{ text: 'Begin', items: [{ text: 'Start', link: 'start' }] }] },
      '/api/': apiSidebar(),
    },
    editLink: { pattern: 'https://github.com/kiln/kiln/edit/main/docs/:path' },
  },
})
function apiSidebar() { return [{ text: 'All', link: '/api/all' }] }
",
        ),
        (
            "docs/.vitepress/config/zh.mts",
            "export const zh = { label: '中文', title: '窑', themeConfig: { sidebar: [{ text: '开始', link: '/zh/guide/start' }] } }",
        ),
    ]);
    assert_eq!(diagnostics, [""; 0]);
    assert_eq!((config.title.as_deref(), config.description.as_deref()), (Some("Kiln"), Some("Fire clay")));
    assert_eq!(config.base_url.as_deref(), Some("https://kiln.example/"));
    assert_eq!(config.src.as_ref().map(RelPath::as_str), Some("docs/src"));
    assert_eq!((config.exclude, config.urls), (vec!["**/draft/**".to_owned()], Some(Urls::Html)));
    let languages: Vec<(&str, Option<&str>)> =
        config.languages.iter().map(|(lang, language)| (lang.as_str(), language.title.as_deref())).collect();
    assert_eq!(languages, [("zh", Some("窑"))]);
    let navigation = config.navigation.expect("sidebars");
    assert_eq!(
        outline(&navigation.entries),
        "Guide[Begin[Start(/guide/start)]] Api[All(/api/all)] 开始(/zh/guide/start)"
    );
    assert_eq!(outline(&navigation.menu), "Guide(/guide/start) More[Shop<https://shop.example/>]");
}

#[test]
fn a_project_of_vuepress() {
    for (program, sidebar) in [
        (
            "module.exports = { title: 'Kiln', description: 'Fire clay', themeConfig: { repo: 'kiln/kiln', docsBranch: 'next',
               nav: [{ text: 'Guide', link: '/guide/' }],
               sidebar: { '/guide/': ['', ['start', 'Begin'], { title: 'More', collapsable: false, children: ['a', '/b/'] }], '/api/': 'auto' } } }",
            "Guide[-(/guide/) Begin(/guide/start) More[-(/guide/a) -(/b/)]] Api[-(api/*)]",
        ),
        (
            "import { defaultTheme } from '@vuepress/theme-default'
             export default defineUserConfig({ title: 'Kiln', description: 'Fire clay', theme: defaultTheme({ repo: 'kiln/kiln', docsBranch: 'next',
               navbar: [{ text: 'Guide', link: '/guide/' }],
               sidebar: [{ text: 'Guide', prefix: '/guide/', children: ['README.md', { text: 'Begin', link: 'start.md' }] }] }) })",
            "Guide[-(/guide/README.md) Begin(/guide/start.md)]",
        ),
    ] {
        let (config, diagnostics) = found(&[("docs/.vuepress/config.js", program)]);
        assert_eq!(diagnostics, [""; 0]);
        assert_eq!((config.title.as_deref(), config.description.as_deref()), (Some("Kiln"), Some("Fire clay")));
        let repository = config.repository.expect("a repository");
        assert_eq!((&*repository.url, &*repository.branch), ("https://github.com/kiln/kiln", "next"));
        let navigation = config.navigation.expect("a sidebar");
        assert_eq!(outline(&navigation.entries), sidebar);
        assert_eq!(outline(&navigation.menu), "Guide(/guide/)");
    }
}

#[test]
fn a_project_of_starlight() {
    let (config, diagnostics) = found(&[
        (
            "astro.config.mjs",
            "import starlight from '@astrojs/starlight'
export default defineConfig({
  site: 'https://kiln.example', base: '/docs',
  redirects: { '/old': '/start', '/far': 'https://x.example/' },
  integrations: [react(), starlight({
    title: { en: 'Kiln', 'zh-CN': '窑' }, description: 'Fire clay', defaultLocale: 'root',
    locales: { root: { label: 'English', lang: 'en' }, zh: { label: '中文', lang: 'zh-CN' } },
    social: [{ icon: 'github', label: 'GitHub', href: 'https://github.com/kiln/kiln' }],
    sidebar: ['start', { label: 'Guides', items: [{ label: 'Glaze', slug: 'guides/glaze' }, { slug: 'guides/fire' }] },
      { label: 'Reference', autogenerate: { directory: 'reference' } }, { label: 'Shop', link: 'https://shop.example/' }],
  })],
})",
        ),
        ("src/content/docs/start.md", ""),
    ]);
    assert_eq!(diagnostics, ["P0110 `` redirects./far | astro.config.mjs"]);
    assert_eq!((config.title.as_deref(), config.description.as_deref()), (Some("Kiln"), Some("Fire clay")));
    assert_eq!(config.base_url.as_deref(), Some("https://kiln.example/docs/"));
    assert_eq!(config.language.as_ref().map(|lang| lang.as_str()), Some("en"));
    let languages: Vec<(&str, Option<&str>)> =
        config.languages.iter().map(|(lang, language)| (lang.as_str(), language.title.as_deref())).collect();
    assert_eq!(languages, [("zh", Some("窑"))]);
    assert_eq!(config.repository.map(|found| found.url).as_deref(), Some("https://github.com/kiln/kiln"));
    let navigation = config.navigation.expect("a sidebar");
    assert_eq!(
        outline(&navigation.entries),
        "-(start) Guides[Glaze(guides/glaze) -(guides/fire)] Reference[-(reference/*)] Shop<https://shop.example/>"
    );
    assert_eq!(navigation.redirects[0].from.as_str(), "old.md");
}

#[test]
fn what_a_program_computes_is_named() {
    for (program, expected) in [
        (
            "export default { title: t('kiln'), themeConfig: { sidebar: sidebar.map(f), footer: f() } }",
            "P0111 `` .vitepress/config.ts | themeConfig.sidebar, title",
        ),
        ("export default {", "P0112 `` .vitepress/config.ts | Expected `}` but found `EOF`"),
    ] {
        let (_, diagnostics) = found(&[(".vitepress/config.ts", program)]);
        assert_eq!(diagnostics, [expected], "{program}");
    }
}
