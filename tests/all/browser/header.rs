//! The header on wide and narrow screens.

use super::{chromium::Tab, published::Published};
use serde_json::json;

/// What a reader sees of the header, in order.
const SEEN: &str =
    "[...document.querySelectorAll('.top a, .top summary, .top button')].filter((one) => one.checkVisibility())
    .map((one) => one.textContent.trim() || one.getAttribute('aria-label'))";

#[test]
fn on_a_phone_the_menu_is_behind_a_button() {
    let site = Published::new(&[
        ("content/docs/first.md", "# 第一页\n\n正文\n"),
        ("content/docs/second.md", "# 第二页\n\n正文\n"),
        ("content/docs/third.md", "# 第三页\n\n正文\n"),
        ("content/docs/second.en.md", "# Second\n\nText\n"),
    ]);
    let mut tab = Tab::visit(&site.url("docs/second/"));
    tab.resize(390, 800);
    assert_eq!(tab.eval(SEEN), json!(["Site", "搜索", "主题：跟随系统", "主导航"]));
    let height = "document.querySelector('.top').getBoundingClientRect().height";
    assert!(tab.eval(height).as_f64().is_some_and(|height| height < 72.0));
    tab.click("document.querySelector('.drawer summary')", false);
    assert_eq!(
        tab.eval("[...document.querySelectorAll('.drawer nav a')].map((link) => link.textContent)"),
        json!(["docs", "本栏目的页面", "English"])
    );
    // It lies over the page and does not move it.
    assert!(tab.eval(height).as_f64().is_some_and(|height| height < 72.0));
    assert_eq!(tab.eval("document.documentElement.scrollWidth <= 390"), true);
    tab.click("document.querySelector('.drawer a[hreflang=en]')", false);
    tab.wait("location.pathname.endsWith('/en/docs/second/')");
}

#[test]
fn on_wider_screens_the_header_is_one_line() {
    let site = Published::new(&[("content/docs/first.md", "# 第一页\n\n正文\n")]);
    let mut tab = Tab::visit(&site.url("docs/first/"));
    for width in [768, 1024, 1440] {
        tab.resize(width, 800);
        assert_eq!(tab.eval("document.querySelector('.drawer').checkVisibility()"), false, "{width}");
        let height = tab.eval("document.querySelector('.top').getBoundingClientRect().height");
        assert!(height.as_f64().is_some_and(|height| height < 72.0), "{width}: {height}");
    }
}
