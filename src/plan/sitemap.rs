//! The sitemap, and its index when there are more pages than one file may hold.
//!
//! Source of the format and the limit: sitemaps.org, protocol 0.9. Without a base address there is none,
//! because its addresses must be absolute.

use super::{Family, Job, JobKind, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, escaped},
    site::Page,
};
use std::fmt::Write;

/// Addresses in one file.
const LIMIT: usize = 50_000;

/// A part of the sitemap; without a number the sitemap, or the index of its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SitemapFile {
    part: Option<usize>,
}

impl Family for SitemapFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        if input.site.config.base_url.is_none() {
            return;
        }
        let indexed = || input.planned.iter().filter(|job| job.is_indexed(input.site)).count();
        let parts = if input.planned.len() <= LIMIT { 1 } else { indexed().div_ceil(LIMIT) };
        let job = |part| Job { address: address(part), page: None, kind: SitemapFile { part }.into() };
        jobs.push(job(None));
        if parts > 1 {
            jobs.extend((1..=parts).map(|part| job(Some(part))));
        }
    }

    fn output(&self, plan: &Plan, _: &Job) -> JobOutput {
        let part = self.part;
        let parts: Vec<usize> = plan
            .jobs
            .iter()
            .filter_map(|job| if let JobKind::SitemapFile(file) = &job.kind { file.part } else { None })
            .collect();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if part.is_none() && !parts.is_empty() {
            xml.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
            for part in parts {
                let _ =
                    writeln!(xml, "<sitemap><loc>{}</loc></sitemap>", escaped(&plan.absolute(&address(Some(part)))));
            }
            xml.push_str("</sitemapindex>\n");
            return JobOutput::Bytes(xml.into_bytes());
        }
        let skip = part.map_or(0, |part| (part - 1) * LIMIT);
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for job in plan.jobs.iter().filter(|job| job.is_indexed(&plan.site)).skip(skip).take(LIMIT) {
            let _ = write!(xml, "<url><loc>{}</loc>", escaped(&plan.absolute(&job.address)));
            let page = job.document().map(|id| &plan.site.pages[id]);
            if let Some(date) = page.and_then(|page| page.updated.or(page.date)) {
                let _ = write!(xml, "<lastmod>{}</lastmod>", date.iso());
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        JobOutput::Bytes(xml.into_bytes())
    }
}

/// Whether search engines may know a page.
pub(super) fn is_open(page: &Page) -> bool {
    !page.flags.is_draft && !page.flags.is_unlisted && !page.document.meta.noindex
}

fn address(part: Option<usize>) -> Address {
    Address::file(part.map_or("sitemap.xml".into(), |part| format!("sitemap-{part}.xml")))
}
