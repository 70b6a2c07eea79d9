//! The sitemap, and its index when there are more pages than one file may hold.
//!
//! Source of the format and the limit: sitemaps.org, protocol 0.9. Without a base address there is none,
//! because its addresses must be absolute.

use super::{Job, JobKind, Plan};
use crate::{
    model::Address,
    site::{Page, Site},
};
use std::fmt::Write;

/// Addresses in one file.
const LIMIT: usize = 50_000;

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    if site.config.base_url.is_none() {
        return;
    }
    let indexed = |jobs: &[Job]| jobs.iter().filter(|job| is_indexed(site, job)).count();
    let parts = if jobs.len() <= LIMIT { 1 } else { indexed(jobs).div_ceil(LIMIT) };
    let push = |jobs: &mut Vec<Job>, part: Option<usize>| {
        jobs.push(Job { address: address(part), page: None, kind: JobKind::Sitemap { part } })
    };
    push(jobs, None);
    if parts > 1 {
        (1..=parts).for_each(|part| push(jobs, Some(part)));
    }
}

/// Whether an output is a page that search engines should know.
fn is_indexed(site: &Site, job: &Job) -> bool {
    match &job.kind {
        JobKind::Document(id) => is_open(&site.pages[*id]),
        JobKind::Section { page, .. } | JobKind::Term { page, .. } => {
            *page == 1 && job.page.is_none_or(|own| is_open(&site.pages[own]))
        }
        JobKind::Taxonomy { .. } | JobKind::Archive { .. } => true,
        _ => false,
    }
}

fn is_open(page: &Page) -> bool {
    !page.flags.is_draft && !page.flags.is_unlisted && !page.document.meta.noindex
}

fn address(part: Option<usize>) -> Address {
    Address::file(part.map_or("sitemap.xml".into(), |part| format!("sitemap-{part}.xml")))
}

impl Plan {
    pub fn sitemap(&self, part: Option<usize>) -> Vec<u8> {
        let parts: Vec<usize> = self
            .jobs
            .iter()
            .filter_map(|job| if let JobKind::Sitemap { part } = &job.kind { *part } else { None })
            .collect();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if part.is_none() && !parts.is_empty() {
            xml.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
            for part in parts {
                let _ = writeln!(xml, "<sitemap><loc>{}</loc></sitemap>", self.absolute(&address(Some(part))));
            }
            xml.push_str("</sitemapindex>\n");
            return xml.into_bytes();
        }
        let skip = part.map_or(0, |part| (part - 1) * LIMIT);
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for job in self.jobs.iter().filter(|job| is_indexed(&self.site, job)).skip(skip).take(LIMIT) {
            let _ = write!(xml, "<url><loc>{}</loc>", self.absolute(&job.address));
            let page = job.document().map(|id| &self.site.pages[id]);
            if let Some(date) = page.and_then(|page| page.updated.or(page.date)) {
                let _ = write!(xml, "<lastmod>{}</lastmod>", date.iso());
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        xml.into_bytes()
    }
}
