//! Lists of files: for folders without pages that a link leads to.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{RelPath, natural},
    site::{asset_address, folder_address},
    view::{LinkView, SectionView, View},
};

/// The files of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FileList {
    folder: String,
}

impl Family for FileList {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        jobs.extend(site.listed_folders.iter().map(|folder| Job {
            address: folder_address(folder, &site.config),
            page: None,
            kind: FileList { folder: folder.clone() }.into(),
        }));
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let folder = &self.folder;
        let site = &plan.site;
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
        let mut head = plan.head(lang, "section", title, job);
        head.noindex = true;
        let view = SectionView {
            page: plan.with_breadcrumbs(head, vec![plan.home_link(lang)]),
            sections: links,
            pager: super::list::pager(&job.address, 1, 0, 1, site.config.urls),
            ..SectionView::default()
        };
        plan.page_input("section", lang, job, View::Section(view), None).into()
    }
}
