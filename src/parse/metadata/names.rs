//! The names of fields in other tools: those that stand for one of our fields, and those that mean nothing here.
//!
//! Fields of other tools that are read in a form of their own are in `publication`, `foreign` and `hero`.
//!
//! What always holds: a name is compared in any case of letters, with or without `-` and `_`.

use super::{foreign, hero, publication};
use crate::parse::fields::letters;
use std::{collections::BTreeSet, sync::LazyLock};

/// Names of our fields in other tools.
pub const SYNONYMS: [(&str, &str); 33] = [
    ("author", "authors"),
    ("tag", "tags"),
    ("category", "categories"),
    ("lastmod", "updated"),
    ("last_update", "updated"),
    ("last_updated", "updated"),
    ("last_modified", "updated"),
    ("last_modified_at", "updated"),
    ("modified", "updated"),
    ("description", "summary"),
    ("alias", "aliases"),
    ("redirect_from", "aliases"),
    ("sidebar_position", "weight"),
    ("linktitle", "link_title"),
    ("sidebar_label", "link_title"),
    ("sidebar_title", "link_title"),
    ("nav_title", "link_title"),
    ("short_title", "link_title"),
    ("is_draft", "draft"),
    ("pub_date", "publish_date"),
    ("expiry_date", "expires"),
    ("expiration_date", "expires"),
    ("unpublish_date", "expires"),
    ("_build", "build"),
    ("toc_hide", "nav_exclude"),
    ("params", "extra"),
    ("标题", "title"),
    ("日期", "date"),
    ("标签", "tags"),
    ("作者", "authors"),
    ("分类", "categories"),
    ("摘要", "summary"),
    ("更新", "updated"),
];

/// Fields of other tools that are read here.
pub static READ: LazyLock<Vec<&str>> =
    LazyLock::new(|| [&publication::NAMES[..], &foreign::NAMES, &foreign::IMAGES, &hero::NAMES].concat());

/// Fields without a meaning here, of Hugo, Jekyll, Hexo, Docusaurus, MkDocs, VuePress, VitePress, Starlight, Zola,
/// docsify, Obsidian and their themes. They are not reported.
const SILENT: &str = "
abbrlink access ai album alias_name aliases_title aliastitle allow_comments alt anchors announcement aplayer app
appendix apple approval_status archive article_footer article_header articleclass aside asset audio author_image
author_profile author_title author_url authorbox avatar back_to_top backgroundimage backlinks badge base
before_toc bg bg_image bg_image_dark bibliography blog body_class bookcollapsesection bookcomments
bookflatsection bookhidden bookicon booksearchexclude booktoc breadcrumb breadcrumbs browser_title button
canonical canonical_url card changefreq chapter chartjs cid class classes collection color comment comment_id
comments components containerclass content_type contributors copyright copyright_author copyright_author_href
copyright_info copyright_url cover_alt cover_images cover_img coverwidth created created_at css css_class
cssclass cssclasses custom_edit_url customclass date_format description_html dg_publish dgpublish diagram dir
direction disable_comments disable_nunjucks disable_share disable_toc display_toc displayed_sidebar docs
download dropcap duration edit_link edit_page edit_url editable editor eleventy_exclude_from_collections
eleventycomputed eleventyexcludefromcollections eleventynavigation emoji enable_comments english episode
excerpt_separator external external_link external_url facebook fallback favicon feature featured
featuredimagepreview feed feeds flag fmcontenttype font footer format full_width fullscreen gallery
geekdoc_align geekdocalign geekdocbreadcrumb geekdocedit geekdocfilepath geekdochidden geekdocnav geekdoctoc
generated geometry git_contributors github github_user grand_parent grandparent group guid has_children has_toc
head header header_mask header_style heading headline hero_fullscreen hidden_from_home_page hidden_from_search
hidden_in_home_list hide hide_comments hide_date hide_footer hide_from_feed hide_header hide_hero hide_meta
hide_nav hide_sidebar hide_summary hide_table_of_contents hide_title hide_toc hidemeta hiderss highlight
highlight_shrink home homepage html_title hugo_toc icon id identifier image_alt image_caption image_class
image_position images img in_home index index_title insert_anchor_links intro is_ai_content is_cjk_language
is_home is_original is_page isso item_type javascript js katex katex_enable key keyword keywords label
landing_page lang_switch last_modified_by lastmod_author latex layout layouts lead licence license lightbox
lightgallery link links list list_title logo main manual_link markdown markup math mathjax mathjax3 menu menus
mermaid meta meta_description meta_title metadata modal_classes module name nav nav_enabled nav_fold nav_icon
navbar navigation next no_comment no_date no_edit no_footer no_index no_list no_toc nocomments notebook og
og_description og_image og_title og_type original outline outputs overlay owners page page_class page_id
page_info page_layout page_template page_title page_toc page_type page_width pageclass pagecss paginate_by
paginate_path paginate_reversed pagination pagination_label pagination_next pagination_prev parent
parse_number_prefixes path photos picture pin pinned pinyin plantuml play podcast position post_asset_folder
post_copyright post_type posts_count prev prevent_toc preview priority profile project publish_to quicklink
ratings raw read_more read_time reading_time recommend redirect redirect_to ref related related_posts repository
resources return_top reviewers reward rss rss_ignore search_boost section seo seo_title sequence series
series_order series_weight share share_image shortcuts show show_author show_bread_crumbs show_breadcrumbs
show_code_copy_buttons show_date show_full_content show_pagination show_post_nav_links show_reading_time
show_related_content show_share_buttons show_summary show_table_of_contents show_tags show_toc show_word_count
shownotes sid sidebar_badge sidebar_class_name sidebar_custom_props sidebar_depth sidebar_hide sidebar_icon
sidebar_key simple_list single_page site sitemap_priority skip slides social_image sort sort_by source splash
star status sticky style stylesheet subhead subheading subject subtype suffix swiper_index tab_title
table_of_contents target teaser template_engine text_align theme theme_color thumbnail_img time
title_image title_only title_separator title_template toc toc_depth toc_icon toc_label toc_max_heading_level
toc_min_heading_level toc_number toc_sticky tocbot tocopen top top_img topic trans translated translation
translation_key translations translator tweet twikoo twitter twitter_card type typora_copy_images_to
typora_root_url uid unsplash update use_math user_computed uuid valine vars version versions video view views
vssue vuepress watermark weight_order wide width wiki word_count words_count zhihu_url
";

static KNOWN: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| SILENT.split_ascii_whitespace().map(|name| letters(name).collect()).collect());

/// Whether a field of this name has no meaning here, but one in another tool.
pub(super) fn is_silent(name: &str) -> bool {
    KNOWN.contains(&letters(name).collect::<String>())
}
