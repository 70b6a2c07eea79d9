//! Errors of the environment: they stop the run at once.

use super::UiLang;
use std::{io, path::PathBuf};

/// What the machine refused, or what is refused for the user's safety.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvError {
    #[error("no folder {path}")]
    NoRoot { path: PathBuf },
    #[error("cannot read {path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("git failed: {detail}")]
    Git { detail: String },
    #[error("not a web address: {url}")]
    BaseUrl { url: String },
}

impl EnvError {
    /// The exit code of a run that ends so: 2 usage, 3 input and output, 4 refused for safety.
    pub fn exit_code(&self) -> u8 {
        match self {
            EnvError::BaseUrl { .. } => 2,
            _ => 3,
        }
    }

    /// What happened and what to do.
    pub fn text(&self, lang: UiLang) -> String {
        match lang {
            UiLang::En => self.to_string(),
            UiLang::Zh => match self {
                EnvError::NoRoot { path } => format!("没有文件夹 {}", path.display()),
                EnvError::Read { path, source } => format!("无法读取 {}：{source}", path.display()),
                EnvError::Write { path, source } => format!("无法写入 {}：{source}", path.display()),
                EnvError::Git { detail } => format!("git 失败：{detail}"),
                EnvError::BaseUrl { url } => format!("不是网址：{url}"),
            },
        }
    }
}
