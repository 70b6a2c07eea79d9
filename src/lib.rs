//! A static site generator for the portals of open-source projects.
//!
//! One direction, six verbs: **scan** reads everything once, **parse** makes a document of each file,
//! **assemble** joins them to a site, **plan** lists every output, **render** makes the bytes, **publish**
//! puts them in place.

#![forbid(unsafe_code)]

pub mod diag;
pub mod disk;
pub mod engine;
pub mod insight;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
pub mod plan;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;
pub mod view;
