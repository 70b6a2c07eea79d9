//! The filters of lists in a browser, on a published site below a path.

use super::{chromium::Tab, project::Project, published::Published};
use serde_json::{Value, json};
use std::fs;

const INDUSTRIES: [&str; 4] = ["金融", "电信", "零售", "__proto__"];
const REGIONS: [&str; 3] = ["华东", "R&D = 100%", "海外"];

/// The text of a case: its industry, region and level follow from its number.
fn case(number: usize) -> String {
    format!(
        "---\ntitle: \"<b>{number}</b>\"\ndate: 2024-01-{:02}\nauthors: [甲, 乙]\nindustry: [\"{}\"]\nregion: \"{}\"\n\
         tags: [开源{}]\nresults: [{{ label: 报表, before: 8, after: {number}, unit: 分 }}]\n---\n正文 {number}。\n",
        number % 28 + 1,
        INDUSTRIES[number % 4],
        REGIONS[number % 3],
        if number.is_multiple_of(2) { ", 一半" } else { ", 另半" }
    )
}

fn site(cases: usize) -> Published {
    let names: Vec<String> = (0..cases).map(|number| format!("content/cases/{number:03}.md")).collect();
    let texts: Vec<String> = (0..cases).map(case).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    Published::new(&files)
}

fn chip(choice: &str) -> String {
    format!(
        "[...document.querySelectorAll('a[data-choice]')].find((chip) => chip.textContent.startsWith({}))",
        json!(choice)
    )
}

fn press(tab: &mut Tab, choice: &str) {
    tab.eval(&format!("{}.click()", chip(choice)));
}

/// Waits until the state says how many entries are left.
fn wait_for(tab: &mut Tab, state: &str) {
    tab.wait(&format!("document.querySelector('.filters .state').textContent === {}", json!(state)));
}

/// The titles that are seen.
fn titles(tab: &mut Tab) -> Vec<String> {
    let titles = "[...document.querySelectorAll('.card')].filter((card) => card.checkVisibility())
        .map((card) => card.querySelector('h2, h3').textContent)";
    serde_json::from_value(tab.eval(titles)).expect("texts")
}

fn count(tab: &mut Tab, choice: &str) -> Value {
    tab.eval(&format!("{}.querySelector('.count').textContent", chip(choice)))
}

fn query(tab: &mut Tab) -> Value {
    tab.eval("decodeURIComponent(location.search)")
}

#[test]
fn a_long_list_is_filtered_as_a_whole() {
    let site = site(48);
    let mut tab = Tab::visit(&site.url("cases/"));
    assert_eq!(titles(&mut tab).len(), 20);
    let asked = site.asked().join(" ");
    assert!(!asked.contains("filter.") && !asked.contains("list.json"), "nothing is loaded before a chip is pressed");
    assert_eq!(count(&mut tab, "金融"), "12");

    press(&mut tab, "金融");
    wait_for(&mut tab, "12 条符合");
    let numbers = |which: &dyn Fn(usize) -> bool| {
        let mut numbers: Vec<usize> = (0..48).filter(|number| which(*number)).collect();
        numbers.sort_by_key(|number| std::cmp::Reverse((number % 28, *number)));
        numbers.into_iter().map(|number| format!("<b>{number}</b>")).collect::<Vec<_>>()
    };
    assert_eq!(titles(&mut tab), numbers(&|number| number % 4 == 0));
    assert_eq!(query(&mut tab), "?industry=金融");

    // Any of one taxonomy, and each of the taxonomies.
    press(&mut tab, "电信");
    wait_for(&mut tab, "24 条符合");
    assert_eq!(count(&mut tab, "海外"), "8");
    press(&mut tab, "海外");
    wait_for(&mut tab, "8 条符合");
    assert_eq!(titles(&mut tab), numbers(&|number| number % 4 < 2 && number % 3 == 2));
    assert_eq!(query(&mut tab), "?industry=电信&industry=金融&region=海外");
    // What the others leave: of the same taxonomy, too.
    let counts = ["零售", "金融", "华东", "R&D", "一半"].map(|choice| count(&mut tab, choice));
    assert_eq!(counts, ["4", "4", "8", "8", "4"]);
    assert_eq!(tab.eval(&format!("{}.getAttribute('aria-pressed')", chip("海外"))), "true");

    tab.eval("history.back()");
    wait_for(&mut tab, "24 条符合");
    assert_eq!(titles(&mut tab).len(), 20);
    tab.eval("document.querySelector('.left button').click()");
    assert_eq!(titles(&mut tab).len(), 24);
    assert_eq!(
        tab.eval("document.activeElement.closest('.card') === document.querySelectorAll('.left .card')[20]"),
        true
    );

    tab.eval("document.querySelector('.filters button').click()");
    wait_for(&mut tab, "");
    assert_eq!(titles(&mut tab).len(), 20);
    assert_eq!(query(&mut tab), "");
    tab.wait("!document.querySelector('.pager').hidden");
}

#[test]
fn an_address_brings_a_choice_back() {
    let site = site(48);
    let mut tab =
        Tab::visit(&site.url("cases/?utm=x&industry=__proto__&region=R%26D+%3D+100%25&region=%E5%8D%8E%E4%B8%9C"));
    wait_for(&mut tab, "8 条符合");
    assert_eq!(tab.eval("document.querySelectorAll('a[aria-pressed=true]').length"), 3);
    press(&mut tab, "华东");
    wait_for(&mut tab, "4 条符合");
    assert_eq!(query(&mut tab), "?utm=x&industry=__proto__&region=R&D+=+100%");
    // A query of somebody else is no choice.
    tab.go_to(&site.url("cases/?utm=x"));
    press(&mut tab, "金融");
    wait_for(&mut tab, "12 条符合");
    assert_eq!(query(&mut tab), "?utm=x&industry=金融");
}

#[test]
fn a_drawn_card_is_that_of_the_page() {
    let site = site(48);
    let card = "(() => {
        const card = document.querySelector('.left .card, .narrowed .card');
        return [card.innerText.replace(/\\s+/g, ' '), [...card.querySelectorAll('a')].map((link) => link.href),
            card.querySelector('time').dateTime, card.innerHTML.includes('<b>3')];
    })()";
    let mut tab = Tab::visit(&site.url("cases/industry/零售/"));
    let of_page = tab.eval(card);
    tab.go_to(&site.url("cases/?industry=零售"));
    wait_for(&mut tab, "12 条符合");
    assert_eq!(tab.eval(card), of_page);
}

#[test]
fn the_list_of_a_term_leads_to_the_whole_list() {
    let site = site(48);
    let mut tab = Tab::visit(&site.url("cases/industry/金融/"));
    assert_eq!(titles(&mut tab).len(), 12);
    press(&mut tab, "华东");
    tab.wait("location.pathname === '/portal/cases/'");
    wait_for(&mut tab, "4 条符合");
    assert_eq!(query(&mut tab), "?industry=金融&region=华东");
    tab.go_to(&site.url("cases/industry/金融/"));
    press(&mut tab, "金融");
    tab.wait("location.pathname === '/portal/cases/' && !location.search");
}

#[test]
fn without_its_entries_a_choice_is_a_link() {
    let site = site(48);
    fs::remove_file(site.out().join("cases/list.json")).expect("it is there");
    let mut tab = Tab::visit(&site.url("cases/"));
    press(&mut tab, "金融");
    tab.wait("decodeURI(location.pathname) === '/portal/cases/industry/金融/'");
}

#[test]
fn a_short_list_is_filtered_where_it_is() {
    let site = site(12);
    let mut tab = Tab::visit(&site.url("cases/"));
    press(&mut tab, "零售");
    wait_for(&mut tab, "3 条符合");
    press(&mut tab, "海外");
    wait_for(&mut tab, "1 条符合");
    assert_eq!(titles(&mut tab), ["<b>2</b>"]);
    assert!(!site.asked().join(" ").contains("list.json"));
    // A button answers to the space bar.
    tab.eval(&format!("{}.focus()", chip("海外")));
    tab.press(" ");
    wait_for(&mut tab, "3 条符合");
}

#[test]
fn an_entry_without_terms_is_left_by_no_choice() {
    let site = site(4);
    site.project.write("content/cases/none.md", "# Ohne\n");
    site.build();
    let mut tab = Tab::visit(&site.url("cases/"));
    assert_eq!(titles(&mut tab).len(), 5);
    press(&mut tab, "零售");
    wait_for(&mut tab, "1 条符合");
    assert_eq!(titles(&mut tab), ["<b>2</b>"]);
}

#[test]
fn a_reader_chooses_another_form() {
    let site = site(24);
    site.project.write("content/cases/000.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let with_logo = case(0).replacen("---\n", "---\nlogo: 000.svg\ncustomer: <b>\n", 1);
    site.project.write("content/cases/000.md", with_logo);
    site.build();
    let mut tab = Tab::visit(&site.url("cases/"));
    let form = |name: &str| format!("document.querySelector('button[data-view={name}]').click()");
    tab.eval(&form("table"));
    tab.wait("document.querySelectorAll('.left tbody tr').length === 20 && location.search === '?view=table'");
    assert_eq!(titles(&mut tab).len(), 0);
    press(&mut tab, "金融");
    wait_for(&mut tab, "6 条符合");
    assert_eq!(query(&mut tab), "?industry=金融&view=table");
    let head = "[...document.querySelectorAll('.left thead th')].map((cell) => cell.textContent).join()";
    assert_eq!(tab.eval(head), "名称,客户,行业,地区,日期");
    let last =
        "[...[...document.querySelectorAll('.left tbody tr')].at(-1).children].map((cell) => cell.textContent).join()";
    assert_eq!(tab.eval(last), "<b>0</b>,<b>,金融,华东,2024 年 1 月 1 日");

    tab.go_to(&site.url("cases/?view=logos"));
    tab.wait("document.querySelectorAll('.left .logos li').length === 20");
    tab.eval("document.querySelector('.left > button').click()");
    tab.wait("document.querySelector('.left .logos img').complete");
    assert_eq!(tab.eval("[...document.querySelectorAll('.left img')].map((image) => image.naturalWidth)"), json!([9]));
    tab.eval(&form("cards"));
    tab.wait("!document.querySelector('.left') && location.search === ''");
    assert_eq!(titles(&mut tab).len(), 20);
    assert_eq!(tab.eval("document.querySelector('button[data-view=cards]').getAttribute('aria-pressed')"), "true");
}

#[test]
fn a_list_in_a_text_changes_with_its_entries() {
    let project = Project::new(&[("content/a.md", "# A\n\n<!-- view: case where region=海外 as links -->\n")]);
    for number in 0..3 {
        project.write(&format!("content/cases/{number:03}.md"), case(number));
    }
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    let seen = "document.querySelector('.embedded').innerText.trim()";
    tab.wait(&format!("{seen} === '<b>2</b>'"));
    project.replace("content/cases/001.md", "R&D = 100%", "海外");
    tab.wait(&format!("{seen}.replace(/\\s+/g, ' ') === '<b>2</b> <b>1</b>'"));
    project.remove("content/cases/002.md");
    tab.wait(&format!("{seen} === '<b>1</b>'"));
    project.write("content/cases/new.md", "---\ntitle: New\nregion: 海外\n---\n");
    tab.wait(&format!("{seen}.includes('New')"));
}

#[test]
fn a_choice_stays_while_an_entry_is_written() {
    let project = Project::new(&[]);
    for number in 0..24 {
        project.write(&format!("content/cases/{number:03}.md"), case(number));
    }
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/cases/"));
    press(&mut tab, "零售");
    wait_for(&mut tab, "6 match");
    project.replace("content/cases/003.md", "__proto__", "零售");
    wait_for(&mut tab, "7 match");
    assert!(titles(&mut tab).contains(&"<b>3</b>".to_owned()));
}
