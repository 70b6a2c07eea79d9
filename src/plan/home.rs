//! The home page: a sentence, the entrances, then a block for each kind of pages that the site has.

use super::{Job, PageInput, Plan};
use crate::{
    model::{Facet, Lang, pick},
    site::{EventState, PageId},
    view::{HeroView, HomeBlockView, HomeView, LinkView, TermsView, View},
};
use std::cmp::Reverse;

/// Newest pages on the home page, and terms of each taxonomy.
const HOME_CARDS: usize = 10;
const HOME_TERMS: usize = 24;
/// Most cards of a block, coming events, names in a grouped list, and needs or offers.
const BLOCK: usize = 6;
const NEXT_EVENTS: usize = 4;
const NAMES: usize = 24;
const NEEDS: usize = 6;

impl Plan {
    /// The home page of a language.
    pub fn home(&self, lang: &Lang, job: &Job) -> PageInput {
        let site = &self.site;
        let language = site.language(lang);
        let section = &language.sections[""];
        let own = section.own.map(|id| &site.pages[id]);
        let mut page = self.head(lang, "home", self.site_title(lang), job);
        page.breadcrumbs.clear();
        if let Some(own) = own {
            page = self.with_own_page(page, own);
            page.description = own.document.meta.summary.clone().unwrap_or(page.description);
        }
        // Every language has a home page.
        page.translations.iter_mut().for_each(|translation| translation.exact = true);
        // The terms of kinds are found through these.
        let is_common = |name: &str| site.config.common_taxonomies().any(|common| common == name);
        let common = language.taxonomies.iter().filter(|(name, _)| is_common(name));
        let taxonomies = common.map(|(name, taxonomy)| TermsView {
            title: self.taxonomy_title(lang, name),
            url: taxonomy.address.href(),
            terms: super::taxonomy::by_count(taxonomy).into_iter().take(HOME_TERMS).collect(),
        });
        let newest = &language.newest;
        let blocks: Vec<_> = site.config.home.iter().filter_map(|name| self.block(lang, name)).collect();
        // A page of a kind that has a block is listed there.
        let is_in_block = |id: &PageId| blocks.iter().any(|block| block.name == site.pages[*id].document.meta.kind);
        let undated = section.pages.iter().copied().filter(|id| site.pages[*id].date.is_none() && !is_in_block(id));
        let hero = &site.config.hero;
        let view = HomeView {
            hero: HeroView {
                lead: pick(&hero.lead, lang).unwrap_or_default().to_owned(),
                actions: self.own_links(&hero.actions, lang),
                command: hero.command.clone(),
            },
            newest: self.cards(&newest[..newest.len().min(HOME_CARDS)]),
            pages: undated.map(|id| self.card(id)).collect(),
            blocks,
            sections: self.children(lang, section),
            taxonomies: taxonomies.collect(),
            count: section.count,
            page,
        };
        self.page_input("home", lang, job, View::Home(view), section.own)
    }

    /// One of the blocks; `None` when there is nothing to show.
    fn block(&self, lang: &Lang, name: &str) -> Option<HomeBlockView> {
        let block = HomeBlockView { name: name.to_owned(), ..HomeBlockView::default() };
        match name {
            // The view has these in any case; the block says where.
            "newest" => return Some(HomeBlockView { shape: "newest", ..block }),
            "needs" => return self.wishes_block(lang, block),
            _ => {}
        }
        let of_kind = self.site.language(lang).kinds.get(name)?;
        let kind = self.site.config.kinds.iter().find(|kind| kind.name == name)?;
        let link = self.kind_link(lang, name)?;
        let mut pages: Vec<PageId> = of_kind.pages.clone();
        let (shape, most) = if kind.has(Facet::Audience) {
            ("entrances", pages.len())
        } else if kind.has(Facet::Timed) {
            let event = |id: &PageId| self.site.pages[*id].event.as_ref();
            pages.retain(|id| event(id).is_some_and(|event| event.state != EventState::Past));
            pages.sort_by_key(|id| event(id).map(|event| event.start));
            ("cards", NEXT_EVENTS)
        } else if kind.group_by.is_some() {
            ("names", NAMES)
        } else {
            // Pages with a weight come first, in their order; then cases with a figure.
            pages.sort_by_key(|id| {
                let weight = self.site.pages[*id].document.meta.weight;
                (weight.unwrap_or(i64::MAX), Reverse(self.card(*id).result.is_some()))
            });
            ("cards", BLOCK)
        };
        pages.truncate(most);
        (!pages.is_empty()).then(|| HomeBlockView {
            title: self.kind_title(lang, name),
            url: link.url,
            shape,
            cards: self.cards(&pages),
            ..block
        })
    }

    /// What is needed and what is offered, the first of each.
    fn wishes_block(&self, lang: &Lang, block: HomeBlockView) -> Option<HomeBlockView> {
        let matrix = Some(&self.site.language(lang).matrix).filter(|matrix| !matrix.audiences.is_empty())?;
        let link = |text: &str, page: PageId| LinkView { title: text.to_owned(), ..self.link(page) };
        let needs = matrix.rows.iter().filter_map(|row| row.needs.first());
        let offers = matrix.rows.iter().filter_map(|row| row.offers.first());
        let needs: Vec<LinkView> = needs.take(NEEDS).map(|entry| link(&entry.text, entry.page)).collect();
        let offers: Vec<LinkView> = offers.take(NEEDS).map(|entry| link(&entry.text, entry.page)).collect();
        (!needs.is_empty() || !offers.is_empty()).then(|| HomeBlockView {
            title: self.strings(lang).get("matrix").to_owned(),
            url: super::audience::address(&self.site, lang).href(),
            shape: "needs",
            needs,
            offers,
            ..block
        })
    }
}
