//! Lists of files: for folders without pages that a link leads to.

use super::{Job, JobKind, PageInput, Plan};
use crate::{
    model::{RelPath, natural},
    site::{Site, asset_address, folder_address},
    view::{LinkView, SectionView, View},
};

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    jobs.extend(site.listed_folders.iter().map(|folder| Job {
        address: folder_address(folder, &site.config),
        page: None,
        kind: JobKind::Files { folder: folder.clone() },
    }));
}

impl Plan {
    pub fn files(&self, folder: &str, job: &Job) -> PageInput {
        let site = &self.site;
        let lang = &site.languages[0].lang;
        let title = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let link = |title: &str, url: String| LinkView { title: title.to_owned(), url, ..LinkView::default() };
        let above = |inside: &str| inside.rsplit_once('/').is_some_and(|(above, _)| above == folder);
        let folders = site.listed_folders.iter().filter(|inside| above(inside)).map(|inside| {
            let name = inside.rsplit('/').next().unwrap_or_default();
            link(&format!("{name}/"), folder_address(inside, &site.config).href())
        });
        let mut links: Vec<LinkView> = folders.collect();
        let address = |path: &RelPath| site.moved.get(path).cloned().unwrap_or_else(|| asset_address(path));
        let files = site.assets.iter().filter(|path| path.folder() == folder);
        let mut files: Vec<LinkView> = files.map(|path| link(path.name(), address(path).href())).collect();
        for links in [&mut links, &mut files] {
            links.sort_by(|a, b| natural(&a.title, &b.title));
        }
        links.append(&mut files);
        let mut head = self.head(lang, "section", title, job);
        head.noindex = true;
        let view = SectionView {
            page: self.with_breadcrumbs(head, vec![self.home_link(lang)]),
            sections: links,
            cards: Vec::new(),
            filters: Vec::new(),
            calendar: String::new(),
            groups: Vec::new(),
            pager: super::list::pager(&job.address, 1, 0, 1, site.config.urls),
            edit_url: String::new(),
        };
        self.page_input("section", lang, job, View::Section(view), None)
    }
}
